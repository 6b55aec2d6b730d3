/** A delivery goes to the PACS while it is fetched: nothing too early, nothing twice, nothing lost by the end of the node. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { open, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { storedObject } from '../../../../packages/dicom/src/network/testing/part10.ts'
import { ctSlice } from '../../../centre/src/testing/dicom-file.ts'
import { freePort } from '../../../centre/src/testing/free-port.ts'
import { INSTITUTIONS, TestNetwork } from '../../../centre/src/testing/network.ts'
import { until } from '../../../centre/src/testing/until.ts'
import { Hospital } from '../testing/hospital.ts'
import { ScriptedPacs } from '../testing/scripted-pacs.ts'

const IMAGES = 12
const PIXEL_BYTES = 500_000

let network: TestNetwork
let hospital: Hospital
let pacs: ScriptedPacs
let asked = 0
before(async () => {
  network = await TestNetwork.start()
  const port = await freePort()
  pacs = new ScriptedPacs(port)
  pacs.answer = () => {
    asked++
    return undefined
  }
  hospital = await Hospital.enrol(network, 'hornicka', {
    pacs: { host: '127.0.0.1', port, aeTitle: 'PACS' },
    // Six seconds for a delivery.
    bandwidth: [{ downloadMbitPerSecond: 8 }],
  })
  await Promise.all([pacs.start(), hospital.startAndReach()])
})
after(async () => {
  await Promise.all([hospital?.kill(), pacs?.stop()])
  await network?.remove()
})

/** @returns the message's id and the SHA-256 of the data sets by SOP Instance UID */
async function sent(study: number): Promise<{ id: string; images: ReadonlyMap<string, string> }> {
  const images = new Map<string, string>()
  const files = Array.from({ length: IMAGES }, (_, index) => {
    const bytes = ctSlice({ study, instance: index + 1, pixelBytes: PIXEL_BYTES })
    const object = storedObject(bytes)
    assert.ok(object)
    images.set(object.sopInstanceUid, createHash('sha256').update(object.dataSet).digest('hex'))
    return { name: `IM${index + 1}`, bytes }
  })
  const { json } = await network.as('sender').send([INSTITUTIONS.hornicka.id], files)
  asked = 0
  return { id: json.id, images }
}

const statusOf = async (id: string) =>
  (await network.as('sender').get(`/api/messages/${id}`)).json.deliveries[0].status

async function untilAtPacs(images: ReadonlyMap<string, string>, count: number): Promise<void> {
  await until(`${count} images are at the PACS`, () => {
    const there = [...images.keys()].filter((uid) => pacs.taken.has(uid)).length
    return there >= count
  })
}

function assertArrived(images: ReadonlyMap<string, string>): void {
  for (const [uid, sha256] of images) assert.equal(pacs.taken.get(uid), sha256, uid)
  assert.deepEqual(pacs.changed, new Set())
}

test('images are at the PACS before the last byte has come; a node that is killed goes on with the others', async () => {
  const { id, images } = await sent(1)
  await untilAtPacs(images, 3)
  const [incoming] = (await hospital.state())?.incoming ?? []
  assert.ok(incoming)
  assert.equal(incoming.state, 'waiting')
  // What the page shows of it.
  const { fetchedBytes, sizeBytes, stored } = incoming
  assert.ok(
    fetchedBytes !== null && fetchedBytes > PIXEL_BYTES && fetchedBytes < sizeBytes,
    `${fetchedBytes}`,
  )
  assert.ok(stored >= 3 && stored < IMAGES, `${stored}`)
  // Not `forwarded`: it is not wholly here. The centre may have handed all of it to the line.
  assert.ok(['delivered', 'downloaded'].includes(await statusOf(id)))
  await hospital.kill()
  await hospital.startAndReach()
  await until('it is stored', async () => (await statusOf(id)) === 'stored')
  assertArrived(images)
  // The one that was under way when the node was killed may come twice.
  assert.ok(asked <= IMAGES + 1, `${asked} were sent`)
})

test('what the disk has made of an image never reaches the PACS: the package is fetched anew', async () => {
  const { id, images } = await sent(2)
  await untilAtPacs(images, 2)
  await hospital.kill()
  const path = join(hospital.folder, 'data', 'incoming', id, 'package.zip')
  const { size } = await stat(path)
  const file = await open(path, 'r+')
  await file.write(Buffer.alloc(1000), 0, 1000, size - 1000)
  await file.close()
  await hospital.startAndReach()
  await until('it is stored', async () => (await statusOf(id)) === 'stored')
  assertArrived(images)
})

test('a package that a power cut took is fetched again, and what the PACS has is not sent twice', async () => {
  const { id, images } = await sent(3)
  const [last] = [...images.keys()].slice(-1)
  pacs.answer = ({ sopInstanceUid }) => {
    asked++
    return sopInstanceUid === last ? { status: 0xa700 } : undefined
  }
  const state = async () => (await hospital.state())?.incoming.find(({ message }) => message === id)?.state
  await until('all but one are stored', async () => (await state()) === 'storing')
  await untilAtPacs(images, IMAGES - 1)
  await hospital.kill()
  await rm(join(hospital.folder, 'data', 'incoming', id, 'package.zip'))
  pacs.answer = undefined
  await hospital.startAndReach()
  await hospital.command('retry')
  await until('it is stored', async () => (await statusOf(id)) === 'stored')
  assertArrived(images)
})

test('a PACS that is taken from the configuration while a delivery is fetched: what waits for it is kept, and told as waiting', async () => {
  const { id, images } = await sent(4)
  const [last] = [...images.keys()].slice(-1)
  pacs.answer = ({ sopInstanceUid }) => (sopInstanceUid === last ? { status: 0xa700 } : undefined)
  await untilAtPacs(images, 2)
  const before = await readFile(hospital.configPath, 'utf8')
  await writeFile(hospital.configPath, JSON.stringify({ ...JSON.parse(before), pacs: null }))
  assert.equal(await hospital.command('reload'), 200)
  const incoming = async () => (await hospital.state())?.incoming.find(({ message }) => message === id)
  await until('it is here', async () => (await incoming())?.state === 'storing')
  await untilAtPacs(images, IMAGES - 1)
  await hospital.command('retry')
  await until('it is told', async () => (await statusOf(id)) === 'forwarded')
  pacs.answer = undefined
  await writeFile(hospital.configPath, before)
  assert.equal(await hospital.command('reload'), 200)
  await hospital.command('retry')
  await until('it is stored', async () => (await statusOf(id)) === 'stored')
  assertArrived(images)
})
