/** Two PACS behind one node, one by C-STORE and one by STOW-RS (Orthanc): each gets what is for it, whatever the other does. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, type TestContext, test } from 'node:test'
import { startOrthanc } from '../../../../packages/dicom/src/network/testing/orthanc.ts'
import { storedObject } from '../../../../packages/dicom/src/network/testing/part10.ts'
import { sharedFile } from '../../../../packages/dicom/src/testing/shared-data.ts'
import { ctSlice } from '../../../centre/src/testing/dicom-file.ts'
import { freePort } from '../../../centre/src/testing/free-port.ts'
import { INSTITUTIONS, TestNetwork } from '../../../centre/src/testing/network.ts'
import { until } from '../../../centre/src/testing/until.ts'
import { readNodeConfig } from '../config/read-config.ts'
import { Hospital } from '../testing/hospital.ts'
import { ScriptedPacs } from '../testing/scripted-pacs.ts'
import { isAnswering } from './pacs-ways.ts'

const MR = 'files/mr/emri_small_jpeg_ls_lossless.dcm'

let network: TestNetwork
let hospital: Hospital
let archive: ScriptedPacs
let httpPort: number
before(async () => {
  network = await TestNetwork.start()
  const port = await freePort()
  httpPort = await freePort()
  archive = new ScriptedPacs(port)
  const basicFile = join(network.folder, 'orthanc-credentials')
  await writeFile(basicFile, 'node:secret\n')
  hospital = await Hospital.enrol(network, 'hornicka', {
    pacs: [
      { name: 'ARCHIVE', host: '127.0.0.1', port, aeTitle: 'ARCHIVE' },
      { name: 'ORTHANC', stow: `http://127.0.0.1:${httpPort}/dicom-web`, basicFile },
    ],
    storing: [{ when: { modality: ['MR'] }, to: ['ARCHIVE'] }],
  })
  await Promise.all([archive.start(), hospital.startAndReach()])
})
after(async () => {
  await Promise.all([hospital?.kill(), archive?.stop()])
  await network?.remove()
})

const orthanc = async (t: TestContext) =>
  await startOrthanc(t, await freePort(), {
    HttpPort: httpPort,
    AuthenticationEnabled: true,
    RegisteredUsers: { node: 'secret' },
    Plugins: ['/usr/share/orthanc/plugins/libOrthancDicomWeb.so'],
    DicomWeb: { Enable: true },
  })
const sha256 = (bytes: Uint8Array) =>
  createHash('sha256')
    .update(storedObject(bytes)?.dataSet ?? '')
    .digest('hex')
const sent = async (files: readonly Uint8Array[]): Promise<string> =>
  (
    await network.as('sender').send(
      [INSTITUTIONS.hornicka.id],
      files.map((bytes, index) => ({ name: `IM${index}`, bytes: Buffer.from(bytes) })),
    )
  ).json.id
const messageOf = async (id: string) => (await network.as('sender').get(`/api/messages/${id}`)).json
const statusOf = async (id: string) => (await messageOf(id)).deliveries[0].status
const incoming = async (id: string) =>
  (await hospital.state())?.incoming.find(({ message }) => message === id)

test('one PACS being away does not stop the other; stored it is when both have it, byte for byte', async (t) => {
  // The last is longer than what is kept in memory: it goes by pieces.
  const files = [1, 2, 3].map((instance) =>
    ctSlice({ study: 1, instance, pixelBytes: instance === 3 ? 9_000_000 : 20_000 }),
  )
  const id = await sent(files)
  await until('the archive has all, and the centre knows it', async () => {
    const [told] = (await messageOf(id)).atPacs
    return told?.atEach.some(
      (each: { name: string; stored: number }) => each.name === 'ARCHIVE' && each.stored === 3,
    )
  })
  assert.equal(await statusOf(id), 'forwarded')
  const [, other] = (await messageOf(id)).atPacs[0].atEach
  assert.deepEqual(other, { name: 'ORTHANC', waiting: 3, stored: 0, refused: 0 })
  const shown = (await incoming(id))?.atPacs.find(({ pacs }) => pacs === 'ORTHANC')
  assert.match(shown?.trouble ?? '', /not reached by STOW-RS: .*ECONNREFUSED/)
  assert.deepEqual(
    (await hospital.state())?.pacs.map(({ name, isAway }) => [name, isAway]),
    [
      ['ARCHIVE', false],
      ['ORTHANC', true],
    ],
  )
  const peer = await orthanc(t)
  await until('it is stored', async () => {
    await hospital.command('retry')
    return (await statusOf(id)) === 'stored'
  })
  const ids = await peer.rest<readonly string[]>('/instances')
  const there = await Promise.all(ids.map(async (each) => sha256(await peer.file(each))))
  assert.deepEqual(there.toSorted(), files.map(sha256).toSorted())
  assert.deepEqual([...archive.taken.values()].toSorted(), files.map(sha256).toSorted())
  assert.deepEqual((await messageOf(id)).atPacs[0].atEach, [
    { name: 'ARCHIVE', waiting: 0, stored: 3, refused: 0 },
    { name: 'ORTHANC', waiting: 0, stored: 3, refused: 0 },
  ])

  // By the rule, and with Orthanc there.
  const mr = Buffer.from(sharedFile(MR))
  const one = await sent([mr])
  await until('the other study is stored', async () => (await statusOf(one)) === 'stored')
  assert.equal((await peer.rest<readonly string[]>('/instances')).length, 3)
  assert.ok([...archive.taken.values()].includes(sha256(mr)))
})

test('what one of them refuses is named with its name, and the other keeps it', async (t) => {
  await orthanc(t)
  archive.answer = ({ sopInstanceUid }) =>
    sopInstanceUid.endsWith('.2') ? { status: 0xa900, errorComment: 'Odd' } : undefined
  const id = await sent([1, 2].map((instance) => ctSlice({ study: 7, instance })))
  await until('it is done', async () => (await incoming(id))?.state === 'done')
  const [told] = (await messageOf(id)).atPacs
  assert.equal(await statusOf(id), 'forwarded')
  assert.deepEqual(
    [told.stored, told.refused[0].status, told.refused[0].comment, told.refused.length],
    [1, 0xa900, 'ARCHIVE: Odd', 1],
  )
  assert.deepEqual(told.atEach, [
    { name: 'ARCHIVE', waiting: 0, stored: 1, refused: 1 },
    { name: 'ORTHANC', waiting: 0, stored: 2, refused: 0 },
  ])
})

test('Orthanc is seen to be away, and to answer, by STOW-RS', async (t) => {
  const { pacs } = await readNodeConfig(hospital.configPath)
  const own = pacs.find(({ by }) => by === 'stow')
  assert.ok(own)
  assert.equal(await isAnswering(own, t.signal), false)
  await orthanc(t)
  assert.equal(await isAnswering(own, t.signal), true)
})
