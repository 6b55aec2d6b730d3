/** An image at which the PACS breaks the association off keeps none of the others back, and is named at the end. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { storedObject } from '../../../../packages/dicom/src/network/testing/part10.ts'
import { ctSlice } from '../../../centre/src/testing/dicom-file.ts'
import { freePort } from '../../../centre/src/testing/free-port.ts'
import { INSTITUTIONS, TestNetwork } from '../../../centre/src/testing/network.ts'
import { until } from '../../../centre/src/testing/until.ts'
import { Hospital } from '../testing/hospital.ts'
import { ScriptedPacs } from '../testing/scripted-pacs.ts'

const IMAGES = 4

let network: TestNetwork
let hospital: Hospital
let pacs: ScriptedPacs
before(async () => {
  network = await TestNetwork.start()
  const port = await freePort()
  pacs = new ScriptedPacs(port)
  hospital = await Hospital.enrol(network, 'hornicka', { pacs: { host: '127.0.0.1', port, aeTitle: 'PACS' } })
  await Promise.all([pacs.start(), hospital.startAndReach()])
})
after(async () => {
  await Promise.all([hospital?.kill(), pacs?.stop()])
  await network?.remove()
})

test('the others are stored although the PACS breaks off at the first; that one is refused, with the reason', async () => {
  const files = Array.from({ length: IMAGES }, (_, index) => ({
    name: `IM${index + 1}`,
    bytes: ctSlice({ study: 1, instance: index + 1, pixelBytes: 100_000 }),
  }))
  const uids = files.map(({ bytes }) => storedObject(bytes)?.sopInstanceUid ?? '')
  const [broken = '', ...others] = uids
  pacs.breaksOffAt.add(broken)
  const { json } = await network.as('sender').send([INSTITUTIONS.hornicka.id], files)
  // Without the pauses that a PACS gets.
  const retried = async () => await hospital.command(`incoming/${json.id}/retry`)
  await until('the others are stored', async () => {
    await retried()
    return others.every((uid) => pacs.taken.has(uid))
  })
  const message = async () => (await network.as('sender').get(`/api/messages/${json.id}`)).json
  await until('the broken one is refused', async () => {
    await retried()
    return (await message()).atPacs[0]?.refused.length === 1
  })
  const { atPacs, deliveries } = await message()
  assert.equal(atPacs[0].refused[0].sopInstanceUid, broken)
  assert.match(atPacs[0].refused[0].comment, /breaks the association off/)
  assert.equal(atPacs[0].stored, IMAGES - 1)
  assert.equal(deliveries[0].status, 'forwarded')
  assert.equal(pacs.taken.has(broken), false)
})
