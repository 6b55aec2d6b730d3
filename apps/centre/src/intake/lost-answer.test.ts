/** A store that has done what it was asked for, and whose answer is lost: nothing stays of a message that came to nothing. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { PackageKey } from '../storage/index.ts'
import { ctSlice } from '../testing/dicom-file.ts'
import { INSTITUTIONS, TestNetwork } from '../testing/network.ts'
import { until } from '../testing/until.ts'

let network: TestNetwork
before(async () => {
  network = await TestNetwork.prepare()
})
after(() => network.remove())

test('a package that was stored without an answer goes when its message is cancelled', async (t) => {
  const { centre } = await network.startHere()
  const { store } = centre
  const put = store.put.bind(store)
  let lost = 0
  t.mock.method(store, 'put', async (...[key, files]: Parameters<typeof put>) => {
    await put(key, files)
    lost++
    throw new Error('the answer of the store was lost')
  })
  const sender = network.as('sender')
  const upload = await sender.upload({ name: 'IM1', bytes: ctSlice({ study: 1, instance: 1 }) })
  const json = { recipients: [INSTITUTIONS.hornicka.id], uploads: [upload] }
  const { id } = (await sender.call('POST', '/api/messages', { json })).json
  await until('it was stored', async () => lost > 0)
  const stored = async () => {
    const keys: PackageKey[] = []
    for await (const key of store.list(id)) keys.push(key)
    return keys.length
  }
  assert.equal(await stored(), 1, 'the next attempt makes the same')
  assert.equal((await sender.call('POST', `/api/messages/${id}/cancel`)).status, 200)
  await until('nothing of it is stored', async () => (await stored()) === 0)
  await network.stopHere()
})
