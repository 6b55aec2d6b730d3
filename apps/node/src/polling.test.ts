/** A way to the centre on which no events come through, and no Date: what the node is not told it asks for, and not more. */
import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { ServerResponse } from 'node:http'
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
const polls = { states: 0, participants: 0 }
before(async () => {
  network = await TestNetwork.start()
  // The streams stand, and nothing ever comes on them.
  mock.method(network.centre.events, 'subscribe', () => {
    streams++
    return () => undefined
  })
  // As behind a proxy that takes Date (RFC 9110 §6.6.1) away: the centre's time is never told.
  const { writeHead } = ServerResponse.prototype
  mock.method(
    ServerResponse.prototype,
    'writeHead',
    function (this: ServerResponse, ...head: Parameters<typeof writeHead>) {
      this.sendDate = false
      if (this.req.url === '/api/nodes/own/state') polls.states++
      if (this.req.url === '/api/nodes/own/participants') polls.participants++
      return writeHead.apply(this, head)
    },
  )
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

test('all participants are not asked for at each poll, though no answer tells the time', async () => {
  await until('it has told of itself often', () => polls.states >= 5)
  assert.equal(polls.participants, 1)
})
