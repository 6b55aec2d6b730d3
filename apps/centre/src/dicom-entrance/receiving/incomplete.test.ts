/** A message that was delivered incomplete, and what comes when all of it is sent again. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { STATUS, store } from '@epacs/dicom/network'
import type { ApiClient } from '../../testing/api-client.ts'
import { INSTITUTIONS, type PersonName } from '../../testing/network.ts'
import { until } from '../../testing/until.ts'
import {
  associate,
  type DicomTestNetwork,
  prepareDicomNetwork,
  slice,
  sliceFiles,
  storescu,
} from '../testing/dicom-network.ts'

let here: DicomTestNetwork
before(async () => {
  // Longer than a busy machine keeps two images of one association apart.
  here = await prepareDicomNetwork({ quietSeconds: 5 })
  await here.network.startHere()
})
after(() => here.network.remove())

/** Instances of each message in the mailbox, once there are so many messages. */
async function arrived(reader: PersonName, messages: number): Promise<number[]> {
  const client: ApiClient = here.network.as(reader)
  const inbox = async () => (await client.get('/api/messages')).json
  await until(`${messages} messages have arrived`, async () => (await inbox()).total === messages)
  return (await inbox()).items.map(({ instances }: { instances: number }) => instances).sort()
}

test('what a delivered message lacks, since its association was aborted, comes in a further one', async () => {
  const association = await associate({ port: here.port })
  for (const instance of [1, 2]) await store(association, slice({ study: 1, instance }))
  association.abort()
  assert.deepEqual(await arrived('receiver', 1), [2])
  const all = [1, 2, 3].map((instance) => ({ study: 1, instance }))
  await storescu({ port: here.port }, ...(await sliceFiles(here.network.folder, all)))
  assert.deepEqual(await arrived('receiver', 2), [1, 2])
})

test('what the mailbox had no room for comes in a further one, when there is room', async () => {
  const called = INSTITUTIONS.chyne.aeTitle
  const slices = [1, 2, 3].map((instance) => slice({ study: 2, instance, pixelBytes: 800_000 }))
  const statuses: number[] = []
  const association = await associate({ port: here.port, called })
  for (const each of slices) statuses.push((await store(association, each)).status)
  assert.deepEqual(statuses, [STATUS.success, STATUS.success, STATUS.outOfResources])
  await association.release()
  assert.deepEqual(await arrived('second', 1), [2])
  await here.network.centre.db
    .updateTable('mailbox')
    .set({ quota_bytes: 64 * 1024 ** 2 })
    .where('institution_id', '=', INSTITUTIONS.chyne.id)
    .execute()
  const again = await associate({ port: here.port, called })
  for (const each of slices) assert.equal((await store(again, each)).status, STATUS.success)
  await again.release()
  assert.deepEqual(await arrived('second', 2), [1, 2])
})
