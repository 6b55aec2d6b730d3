/** Declarations that a process of an earlier version has left behind, beside a real centre. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { ApiClient } from '../testing/api-client.ts'
import { ctSlice } from '../testing/dicom-file.ts'
import { INSTITUTIONS, TestNetwork } from '../testing/network.ts'
import { recountDeclared } from './recount.ts'

const { hornicka } = INSTITUTIONS
const DAY_MS = 24 * 3_600_000
const { signal } = new AbortController()

let network: TestNetwork
let sender: ApiClient
before(async () => {
  network = await TestNetwork.start()
  sender = network.as('sender')
})
after(() => network?.remove())

const studyUid = (study: number) => `1.2.826.0.1.3680043.10.1234.${study}`
const slices = (study: number, from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => ({
    name: `IM${from + index}`,
    bytes: ctSlice({ study, instance: from + index }),
  }))
const named = (study: number, from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => `${studyUid(study)}.1.${from + index}`)

async function deliver(files: ReturnType<typeof slices>, more: object): Promise<string> {
  const { id } = (await sender.send([hornicka.id], files, more)).json
  await sender.until(id, 'delivered')
  return id
}

async function leave(messageId: string, row: { arrived: number; missing: string[] }): Promise<void> {
  await network.centre.db
    .updateTable('declared_study')
    .set({ ...row, sop_instance_uids: null, arrived_uids: null })
    .where('message_id', '=', messageId)
    .execute()
}

async function shown(messageId: string) {
  const { declared, missingInstances } = (await sender.get(`/api/messages/${messageId}`)).json
  return [declared.studies[0].arrived, declared.studies[0].missing, missingInstances]
}

test('what an earlier version has not counted, or counted twice, is counted from the packages', async () => {
  const declared = [{ study: studyUid(1), instances: 5 }]
  const uncounted = await deliver(slices(1, 1, 2), { declared })
  await deliver(slices(1, 2, 3), { supplementTo: uncounted })
  await leave(uncounted, { arrived: 2, missing: [] })
  const twice = await deliver(slices(1, 1, 2), { declared })
  await deliver(slices(1, 1, 2), { supplementTo: twice })
  await leave(twice, { arrived: 4, missing: [] })
  const names = [{ study: studyUid(2), instances: 4, sopInstanceUids: named(2, 1, 4) }]
  const byName = await deliver(slices(2, 1, 1), { declared: names })
  await deliver(slices(2, 2, 3), { supplementTo: byName })
  await leave(byName, { arrived: 1, missing: named(2, 2, 4) })
  // As if one name were all that was kept of those that are missing.
  const shortened = await deliver(slices(2, 1, 1), { declared: names })
  await deliver(slices(2, 3, 4), { supplementTo: shortened })
  await leave(shortened, { arrived: 1, missing: named(2, 2, 2) })

  for (const _ of ['first', 'again, which changes nothing']) {
    await recountDeclared(network.centre, signal)
    assert.deepEqual(await shown(uncounted), [3, [], 2])
    assert.deepEqual(await shown(twice), [2, [], 3])
    assert.deepEqual(await shown(byName), [3, named(2, 4, 4), 1])
    assert.deepEqual(await shown(shortened), [3, named(2, 2, 2), 1])
  }
  // From then on each counts once.
  await deliver(slices(1, 3, 4), { supplementTo: uncounted })
  assert.deepEqual(await shown(uncounted), [4, [], 1])
  await deliver(slices(2, 1, 4), { supplementTo: shortened })
  assert.deepEqual(await shown(shortened), [4, [], 0])
})

test('without the data of a message what was counted stays, and what is weeks old is left alone', async () => {
  const declared = [{ study: studyUid(3), instances: 5 }]
  const gone = await deliver(slices(3, 1, 2), { declared })
  await deliver(slices(3, 3, 3), { supplementTo: gone })
  const receiver = network.as('receiver')
  assert.equal((await receiver.call('DELETE', `/api/messages/${gone}/data`)).status, 204)
  await leave(gone, { arrived: 3, missing: [] })
  const old = await deliver(slices(3, 1, 1), { declared })
  await leave(old, { arrived: 3, missing: [] })
  await network.centre.db
    .updateTable('message')
    .set({ created_at: new Date(Date.now() - 50 * DAY_MS) })
    .where('id', '=', old)
    .execute()
  await recountDeclared(network.centre, signal)
  assert.deepEqual(await shown(gone), [3, [], 2])
  assert.deepEqual(await shown(old), [3, [], 2])
})
