/** A way to the centre on which no events come through: what the node is not told it asks for. */
import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, mock, test } from 'node:test'
import { run } from '../../../packages/dicom/src/network/testing/programs.ts'
import { ctSlice } from '../../centre/src/testing/dicom-file.ts'
import { freePort } from '../../centre/src/testing/free-port.ts'
import { INSTITUTIONS, TestNetwork } from '../../centre/src/testing/network.ts'
import { until } from '../../centre/src/testing/until.ts'
import { Hospital } from './testing/hospital.ts'
import { ScriptedPacs } from './testing/scripted-pacs.ts'

let network: TestNetwork
let hospital: Hospital
let pacs: ScriptedPacs
let streams = 0
before(async () => {
  network = await TestNetwork.start()
  // The streams stand, and nothing ever comes on them.
  mock.method(network.centre.events, 'subscribe', () => {
    streams++
    return () => undefined
  })
  const port = await freePort()
  pacs = new ScriptedPacs(port)
  hospital = await Hospital.enrol(network, 'hornicka', { pacs: { host: '127.0.0.1', port, aeTitle: 'PACS' } })
  await Promise.all([pacs.start(), hospital.startAndReach()])
  await until('its stream stands', () => streams > 0)
})
after(async () => {
  mock.restoreAll()
  await Promise.all([hospital?.kill(), pacs?.stop()])
  await network?.remove()
})

test('a delivery of which no event tells is fetched', async () => {
  const sender = network.as('sender')
  const bytes = ctSlice({ study: 1, instance: 1 })
  const { id } = (await sender.send([INSTITUTIONS.hornicka.id], [{ name: 'IM', bytes }])).json
  await until('it is at the PACS', () => pacs.taken.size === 1)
  await until(
    'the sender sees it',
    async () => (await sender.get(`/api/messages/${id}`)).json.deliveries[0].status === 'stored',
  )
})

test('what the node has sent is known to be delivered, though no event says so', async () => {
  const path = join(network.folder, 'sent.dcm')
  await writeFile(path, ctSlice({ study: 2, instance: 1 }))
  const to = ['-aec', INSTITUTIONS.chyne.aeTitle, '127.0.0.1', String(hospital.dicomPort)]
  assert.match(await run('storescu', ['-v', '-aet', 'PACS', ...to, path]), /Store Response \(Success\)/)
  await until('it is delivered', async () => (await hospital.state())?.outgoing[0]?.state === 'delivered')
})
