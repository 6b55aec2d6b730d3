import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Point } from '../intake/points.ts'
import { ctSlice } from '../testing/dicom-file.ts'
import { INSTITUTIONS, TestNetwork } from '../testing/network.ts'

const { hornicka, chyne } = INSTITUTIONS
const POINTS: readonly Point[] = ['package-written', 'package-stored']

let network: TestNetwork
before(async () => {
  network = await TestNetwork.prepare()
})
after(() => network.remove())

test('a centre killed while it forwards does it after its start, even when the source was deleted', async () => {
  const [sender, receiver, second] = [network.as('sender'), network.as('receiver'), network.as('second')]
  let running = await network.startProcess()
  const ids: string[] = []
  for (const [number] of POINTS.entries()) {
    const files = [{ name: 'IM1', bytes: ctSlice({ study: number + 1, instance: 1 }) }]
    const { id } = (await sender.send([hornicka.id], files)).json
    await sender.until(id, 'delivered')
    ids.push(id)
  }
  for (const [number, point] of POINTS.entries()) {
    const path = `/api/messages/${ids[number]}`
    await running.stop()
    const killed = await network.startProcess(point)
    const call = { json: { recipients: [chyne.id] }, headers: { 'idempotency-key': point } }
    await receiver.call('POST', `${path}/forward`, call).catch(() => undefined)
    assert.equal((await killed.ended).signal, 'SIGKILL')
    running = await network.startProcess()
    const { json } = await receiver.call('POST', `${path}/forward`, call)
    await receiver.call('DELETE', `${path}/data`)
    await receiver.until(json.id, 'delivered')
    assert.equal((await second.get(`/api/messages/${json.id}/package`)).status, 200)
    assert.equal((await second.get('/api/messages')).json.total, number + 1)
  }
  await running.stop()
})
