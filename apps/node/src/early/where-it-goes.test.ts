/**
 * Early images go where their message would: to several PACS by rules, by STOW-RS too, and lie encrypted meanwhile where the node's
 * folder is; nowhere without room, or when the node was revoked.
 */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { after, before, beforeEach, test } from 'node:test'
import { type Association, requestAssociation, STATUS, store } from '@epacs/dicom/network'
import { storedObject } from '../../../../packages/dicom/src/network/testing/part10.ts'
import { ctSlice } from '../../../centre/src/testing/dicom-file.ts'
import { freePort } from '../../../centre/src/testing/free-port.ts'
import { TestNetwork } from '../../../centre/src/testing/network.ts'
import { sentBody } from '../../../centre/src/testing/sent-body.ts'
import { until } from '../../../centre/src/testing/until.ts'
import { Hospital, newKey } from '../testing/hospital.ts'
import { ScriptedPacs } from '../testing/scripted-pacs.ts'

const PIXEL_BYTES = 1_000_000
const CT = '1.2.840.10008.5.1.4.1.1.2'
const EXPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2.1'
const IMAGES = 10

/** SHA-256 of the data sets that came by STOW-RS, by SOP Instance UID. */
const byStow = new Map<string, string>()
let storesBegun = 0
const stowServer = createServer(async (request, response) => {
  if (request.method === 'POST') storesBegun++
  const body = await sentBody(request)
  if (body === undefined) return
  const end = body.lastIndexOf('\r\n--')
  const object = storedObject(body.subarray(body.indexOf('\r\n\r\n') + 4, end))
  if (object !== undefined) byStow.set(object.sopInstanceUid, sha256(object.dataSet))
  response.writeHead(200, { 'Content-Type': 'application/dicom+json' }).end('{}')
})
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

let network: TestNetwork
let sending: Hospital
let receiving: Hospital
let archive: ScriptedPacs
let study = 0
before(async () => {
  network = await TestNetwork.start()
  const port = await freePort()
  archive = new ScriptedPacs(port)
  stowServer.listen(0, '127.0.0.1')
  await once(stowServer, 'listening')
  const address = stowServer.address()
  const stowPort = typeof address === 'object' ? address?.port : undefined
  sending = await Hospital.enrol(network, 'caslav', {
    dicom: { quietSeconds: 3600 },
    early: { sending: true },
  })
  const keyFile = join(network.folder, 'early.key')
  await writeFile(keyFile, newKey(), { mode: 0o600 })
  receiving = await Hospital.enrol(network, 'hornicka', {
    encryption: { keyFile },
    pacs: [
      { name: 'ARCHIVE', host: '127.0.0.1', port, aeTitle: 'ARCHIVE' },
      { name: 'STOW', stow: `http://127.0.0.1:${stowPort}/dicom-web` },
    ],
    storing: [{ when: { modality: ['MR'] }, to: ['STOW'] }],
    early: { receiving: true },
  })
  await Promise.all([archive.start(), sending.startAndReach(), receiving.startAndReach()])
})
beforeEach(() => {
  study++
})
after(async () => {
  await Promise.all([sending?.kill(), receiving?.kill(), archive?.stop()])
  stowServer.closeAllConnections()
  stowServer.close()
  await network?.remove()
})

const open = async (): Promise<Association> =>
  await requestAssociation({
    host: '127.0.0.1',
    port: sending.dicomPort,
    calledAeTitle: 'HORNICKA',
    callingAeTitle: 'PACS',
    contexts: [{ abstractSyntax: CT, transferSyntaxes: [EXPLICIT_LITTLE_ENDIAN] }],
  })

/** Every other one says that it is of MR. */
function image(instance: number) {
  const modality = instance % 2 === 0 ? 'MR' : 'CT'
  const series = modality === 'MR' ? 2 : 1
  const object = storedObject(ctSlice({ study, series, instance, modality, pixelBytes: PIXEL_BYTES }))
  assert.ok(object)
  return { ...object, modality }
}

const all = () => Array.from({ length: IMAGES }, (_, index) => image(index + 1))

async function send(association: Association): Promise<void> {
  for (const object of all()) assert.equal((await store(association, object)).status, STATUS.success)
}

const early = (modality: string, at: { has(uid: string): boolean }) =>
  all().filter((each) => each.modality === modality && at.has(each.sopInstanceUid)).length

async function statuses(): Promise<readonly string[]> {
  const { json } = await network.as('sender').get('/api/messages?box=sent&pageSize=100')
  return json.items
    .filter(({ studies }: { studies: readonly { studyInstanceUid: string }[] }) =>
      studies.some(({ studyInstanceUid }) => studyInstanceUid.endsWith(`.1234.${study}`)),
    )
    .map(({ deliveries }: { deliveries: readonly { status: string }[] }) => deliveries[0]?.status)
}

function assertArrived(): void {
  for (const { sopInstanceUid, dataSet, modality } of all()) {
    assert.equal(byStow.get(sopInstanceUid), sha256(dataSet))
    assert.equal(archive.taken.get(sopInstanceUid), modality === 'CT' ? sha256(dataSet) : undefined)
  }
}

test('each image goes early to those PACS that its message would send it to, by C-STORE and STOW-RS', async () => {
  const association = await open()
  await send(association)
  await until('CT is early at both, MR at one', () =>
    [early('CT', archive.taken), early('CT', byStow), early('MR', byStow)].every((count) => count >= 2),
  )
  assert.equal(early('MR', archive.taken), 0)
  const [upload] = await readdir(join(receiving.folder, 'data', 'early'))
  const onDisk = await readFile(join(receiving.folder, 'data', 'early', upload ?? ''))
  assert.ok(onDisk.length > PIXEL_BYTES)
  assert.ok(!onDisk.includes(image(1).sopInstanceUid), 'it lies in the open')
  assert.deepEqual(await statuses(), [])
  await association.release()
  await until('it is stored', async () => (await statuses()).join() === 'stored')
  assertArrived()
  const events = await network.centre.db.selectFrom('audit_event').selectAll().execute()
  const fetched = events.filter(({ action }) => action === 'package.download')
  assert.deepEqual(
    fetched.map(({ details }) => details),
    [{ form: 'outline' }],
    'what came early was not fetched again',
  )
})

test('without room on the disk nothing comes early, and the message comes all the same', async () => {
  await receiving.reload({ diskReserveBytes: Number.MAX_SAFE_INTEGER })
  const association = await open()
  await send(association)
  await until('it says why', async () => (await receiving.log()).includes('no room for what comes early'))
  assert.equal(early('CT', byStow), 0)
  assert.deepEqual(await readdir(join(receiving.folder, 'data', 'early')), [])
  await association.release()
  await until('it is stored', async () => (await statuses()).join() === 'stored')
  assertArrived()
  await receiving.reload({ diskReserveBytes: 0 })
})

test('to a PACS whose node is revoked in the middle nothing more goes', async () => {
  const association = await open()
  await send(association)
  await until('some are early there', () => early('CT', byStow) >= 1)
  const id = (await receiving.state())?.node.id
  await network.as('operator').call('POST', `/api/nodes/${id}/revoke`)
  await until('it knows', async () =>
    /revoked-certificate/.test((await receiving.state())?.centre.trouble ?? ''),
  )
  // One may have left just before.
  await new Promise((resolve) => setTimeout(resolve, 500))
  const atRevocation = storesBegun
  await association.release()
  await until('the message is delivered', async () => (await statuses()).length === 1)
  await new Promise((resolve) => setTimeout(resolve, 2000))
  assert.equal(storesBegun, atRevocation)
  assert.deepEqual(await readdir(join(receiving.folder, 'data', 'early')), [])
})
