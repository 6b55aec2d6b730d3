/** A centre and a PACS that let whoever calls wait: the node stops in its time, and its page obeys, whatever they do. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { run } from '../../../packages/dicom/src/network/testing/programs.ts'
import { ctSlice } from '../../centre/src/testing/dicom-file.ts'
import { FaultProxy } from '../../centre/src/testing/fault-proxy.ts'
import { INSTITUTIONS, TestNetwork } from '../../centre/src/testing/network.ts'
import { until } from '../../centre/src/testing/until.ts'
import { Hospital } from './testing/hospital.ts'

/** Far below the 60 seconds after which a silent centre is given up, and the 30 that a PACS gets to answer. */
const STOPS_WITHIN_MS = 8000

let network: TestNetwork
let line: FaultProxy
let hospital: Hospital
const calling = new Set<Socket>()
/** Takes connections, and says nothing. */
const pacs = createServer((socket) => {
  calling.add(socket.on('error', () => undefined).on('close', () => calling.delete(socket)))
})
before(async () => {
  network = await TestNetwork.start()
  await once(pacs.listen(0, '127.0.0.1'), 'listening')
  line = await FaultProxy.open(Number(new URL(network.config.certificateEntrance.publicUrl).port))
  hospital = await Hospital.enrol(network, 'caslav', {
    silentSeconds: 60,
    pacs: { host: '127.0.0.1', port: (pacs.address() as AddressInfo).port, aeTitle: 'PACS' },
    requests: { aeTitle: 'ANSWER' },
  })
  await hospital.callAt(line.port)
})
after(async () => {
  await Promise.all([hospital?.kill(), line?.close()])
  for (const socket of calling) socket.destroy()
  pacs.close()
  await network?.remove()
})

async function storescu(study: number): Promise<void> {
  const path = join(network.folder, `${study}.dcm`)
  await writeFile(path, ctSlice({ study, instance: 1 }))
  const to = ['-aec', INSTITUTIONS.hornicka.aeTitle, '127.0.0.1', String(hospital.dicomPort)]
  assert.match(await run('storescu', ['-v', '-aet', 'PACS', ...to, path]), /Store Response \(Success\)/)
}

/** @returns how long it took */
async function stop(): Promise<number> {
  const sinceMs = performance.now()
  assert.equal(await hospital.kill('SIGTERM'), 0)
  return performance.now() - sinceMs
}

test('with a centre that lets everything wait the node obeys its page, stops in time, and goes on when it is started', async () => {
  await hospital.startAndReach()
  await storescu(1)
  await until('it is delivered', async () => (await hospital.state())?.outgoing[0]?.state === 'delivered')
  line.hang()
  await storescu(2)
  const waiting = async () => (await hospital.state())?.outgoing.find(({ state }) => state !== 'delivered')
  await until('it is on its way', async () => (await waiting())?.state === 'uploading')
  const { id } = (await waiting()) ?? {}
  const sinceMs = performance.now()
  assert.equal(await hospital.command(`outgoing/${id}/hold`), 204)
  assert.ok(performance.now() - sinceMs < STOPS_WITHIN_MS, 'holding waits for the centre')
  assert.equal(await hospital.command(`outgoing/${id}/release`), 204)
  const stoppedMs = await stop()
  assert.ok(stoppedMs < STOPS_WITHIN_MS, `it stopped after ${stoppedMs} ms`)

  // One that was never answered stops as well.
  const { joins } = line
  await hospital.start()
  await until('it calls', () => line.joins > joins)
  const neverReachedMs = await stop()
  assert.ok(neverReachedMs < STOPS_WITHIN_MS, `it stopped after ${neverReachedMs} ms`)

  line.answer()
  await hospital.startAndReach()
  await until('it is delivered', async () =>
    ((await hospital.state())?.outgoing ?? []).every(({ state }) => state === 'delivered'),
  )
  const { items } = (await network.as('sender').get('/api/messages?box=sent')).json
  assert.equal(items.length, 2)
})

test('with a PACS that lets its callers wait the node stops in time', async () => {
  const { id } = (
    await network
      .as('receiver')
      .send([INSTITUTIONS.caslav.id], [{ name: 'IM', bytes: ctSlice({ study: 3, instance: 1 }) }])
  ).json
  await until('the PACS is called', () => calling.size > 0)
  const stoppedMs = await stop()
  assert.ok(stoppedMs < STOPS_WITHIN_MS, `it stopped after ${stoppedMs} ms`)
  await hospital.startAndReach()
  await until(
    'it waits for the PACS',
    async () => (await hospital.state())?.incoming.some(({ message }) => message === id) === true,
  )
})
