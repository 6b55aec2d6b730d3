/** What is switched on and has no effect is said, with why, in the log and by the doctor. */
import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { after, before, beforeEach, test } from 'node:test'
import { type Association, requestAssociation, STATUS, store } from '@epacs/dicom/network'
import { storedObject } from '../../../../packages/dicom/src/network/testing/part10.ts'
import { ctSlice } from '../../../centre/src/testing/dicom-file.ts'
import { freePort } from '../../../centre/src/testing/free-port.ts'
import { TestNetwork } from '../../../centre/src/testing/network.ts'
import { until } from '../../../centre/src/testing/until.ts'
import { readNodeConfig } from '../config/read-config.ts'
import type { NodeConfigFile } from '../config/schema.ts'
import { examine } from '../doctor/doctor.ts'
import { Hospital } from '../testing/hospital.ts'
import { ScriptedPacs } from '../testing/scripted-pacs.ts'
import { notEarlyThere } from './not-early.ts'

const PIXEL_BYTES = 1_000_000
const CT = '1.2.840.10008.5.1.4.1.1.2'
const EXPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2.1'
const IMAGES = 8

let network: TestNetwork
let sending: Hospital
let receiving: Hospital
let pacs: ScriptedPacs
let study = 40
before(async () => {
  network = await TestNetwork.start()
  const port = await freePort()
  pacs = new ScriptedPacs(port)
  sending = await Hospital.enrol(network, 'caslav', {
    dicom: { quietSeconds: 3600 },
    early: { sending: true },
  })
  receiving = await Hospital.enrol(network, 'hornicka', {
    pacs: { host: '127.0.0.1', port, aeTitle: 'PACS' },
    early: { receiving: true },
  })
  await Promise.all([pacs.start(), sending.startAndReach(), receiving.startAndReach()])
})
beforeEach(() => {
  study++
})
after(async () => {
  await Promise.all([sending?.kill(), receiving?.kill(), pacs?.stop()])
  await network?.remove()
})

function images() {
  return Array.from({ length: IMAGES }, (_, index) => {
    const object = storedObject(ctSlice({ study, instance: index + 1, pixelBytes: PIXEL_BYTES }))
    assert.ok(object)
    return object
  })
}

async function sendOpen(): Promise<Association> {
  const association = await requestAssociation({
    host: '127.0.0.1',
    port: sending.dicomPort,
    calledAeTitle: 'HORNICKA',
    callingAeTitle: 'PACS',
    contexts: [{ abstractSyntax: CT, transferSyntaxes: [EXPLICIT_LITTLE_ENDIAN] }],
  })
  for (const object of images()) assert.equal((await store(association, object)).status, STATUS.success)
  return association
}

const atPacs = () => images().filter(({ sopInstanceUid }) => pacs.taken.has(sopInstanceUid)).length

/** Of the doctor, about early images. */
async function doctorOf(hospital: Hospital) {
  for await (const finding of examine(await readNodeConfig(hospital.configPath)))
    if (finding.what === 'early images') return finding
  return undefined
}

async function reconfigure(hospital: Hospital, changes: Partial<NodeConfigFile>): Promise<void> {
  const config = JSON.parse(await readFile(hospital.configPath, 'utf8'))
  await writeFile(hospital.configPath, JSON.stringify({ ...config, ...changes }))
  assert.equal(await hospital.command('reload'), 200)
}

async function assertSaid(reason: RegExp): Promise<void> {
  const told = await doctorOf(receiving)
  assert.equal(told?.isGood, false)
  assert.match(told?.told ?? '', reason)
  await until('the log says so', async () =>
    (await receiving.log())
      .split('\n')
      .some((line) => line.includes('nothing comes early') && reason.test(line)),
  )
}

async function assertComesWithItsMessage(): Promise<void> {
  const association = await sendOpen()
  await new Promise((resolve) => setTimeout(resolve, 2000))
  assert.equal(atPacs(), 0)
  await association.release()
  await until('all of it is there', () => atPacs() === IMAGES)
}

test('where they come, the doctor says so, and nobody who did not ask is told anything', async () => {
  assert.equal((await doctorOf(receiving))?.isGood, true)
  assert.equal((await doctorOf(sending))?.isGood, true)
  await reconfigure(sending, { early: { sending: false } })
  assert.equal(await doctorOf(sending), undefined)
  await reconfigure(sending, { early: { sending: true } })
})

test('rules of identity: log and doctor say that nothing comes early, and why', async () => {
  await reconfigure(receiving, {
    identity: { rules: [{ name: 'others', when: { patientId: ['NOBODY*'] }, patient: 'as-sent' }] },
  })
  await assertSaid(/no effect while identity has rules.*Remove one of the two/)
  await assertComesWithItsMessage()
  await reconfigure(receiving, { identity: null })
})

test('several nodes of the institution: log and doctor say that nothing comes early, and why', async () => {
  const second = await network.enrolNode('hornicka')
  await assertComesWithItsMessage()
  await assertSaid(/several nodes.*the PACS would get the images twice/)
  const { json } = await second.get('/api/nodes/own/arriving')
  assert.deepEqual(json, { items: [], unavailable: 'several-nodes' })
  const { json: nodes } = await network.as('operator').get('/api/nodes')
  const receivingId = (await receiving.state())?.node.id
  const sendingId = (await sending.state())?.node.id
  for (const { id } of nodes.items)
    if (id !== receivingId && id !== sendingId)
      assert.equal((await network.as('operator').call('POST', `/api/nodes/${id}/revoke`)).status, 204)
  assert.equal((await doctorOf(receiving))?.isGood, true)
})

test('a centre on a shared store, one of before and one of later are told apart', () => {
  assert.match(notEarlyThere({ unavailable: 'shared-store' }) ?? '', /a store that several processes share/)
  assert.equal(notEarlyThere({}), undefined)
  assert.equal(notEarlyThere({ unavailable: null }), undefined)
  assert.match(notEarlyThere({ unavailable: 'full-moon' }) ?? '', /full-moon/)
})
