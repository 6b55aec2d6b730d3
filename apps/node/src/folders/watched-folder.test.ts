/** What people put into a folder of the hospital: CDs, exports, single files, and files that are still being written. */
import assert from 'node:assert/strict'
import { appendFile, mkdir, readdir, readFile, rename, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { after, before, test } from 'node:test'
import { makeZip } from '../../../../packages/intake/src/testing/zip-maker.ts'
import { ctSlice } from '../../../centre/src/testing/dicom-file.ts'
import { TestNetwork } from '../../../centre/src/testing/network.ts'
import { until } from '../../../centre/src/testing/until.ts'
import { ifPresent } from '../durable-file.ts'
import { Hospital } from '../testing/hospital.ts'

let network: TestNetwork
let hospital: Hospital
let folder: string
/** Of somebody who writes slowly. */
let slowFolder: string
before(async () => {
  network = await TestNetwork.start()
  folder = join(network.folder, 'exports')
  slowFolder = join(network.folder, 'slow-exports')
  await mkdir(folder)
  await mkdir(slowFolder)
  hospital = await Hospital.enrol(network, 'caslav', {
    folders: [
      { path: folder, to: 'HORNICKA', quietSeconds: 1 },
      { path: slowFolder, to: 'HORNICKA', quietSeconds: 5 },
    ],
  })
  await hospital.startAndReach()
})
after(async () => {
  await hospital?.kill()
  await network?.remove()
})

async function put(path: string, bytes: Uint8Array | string, below = folder): Promise<void> {
  await mkdir(dirname(join(below, path)), { recursive: true })
  await writeFile(join(below, path), bytes)
}

const inside = async (path: string) => ((await ifPresent(readdir(join(folder, path)))) ?? []).sort()
const words = async (path: string) => await readFile(join(folder, path), 'utf8')

async function untilIn(place: 'sent' | 'refused', name: string): Promise<string> {
  await until(`${name} is in ${place}`, async () => (await inside(place)).includes(name))
  return await words(`${place}/${name}.txt`)
}

const received = async (study: number) => {
  const { items } = (await network.as('receiver').get('/api/messages?box=inbox&pageSize=100')).json
  const isOf = ({ studies }: { studies: readonly { studyInstanceUid: string }[] }) =>
    studies.some(({ studyInstanceUid }) => studyInstanceUid.endsWith(`.1234.${study}`))
  return items.filter(isOf)
}

test('a CD is sent as one message, and lies in sent/ with its words; what cannot be sent is named', async () => {
  // Put there as a whole: it is not to be quiet in between.
  const { folder: elsewhere } = network
  for (const instance of [1, 2, 3]) {
    await put(`CD Nováková/IMAGES/IM${instance}`, ctSlice({ study: 11, instance }), elsewhere)
  }
  const torn = ctSlice({ study: 11, instance: 4 }).subarray(0, 400)
  await put('CD Nováková/IMAGES/IM4.dcm', torn, elsewhere)
  await put('CD Nováková/viewer.exe', 'MZ', elsewhere)
  await symlink('/etc/hostname', join(elsewhere, 'CD Nováková/link'))
  await rename(join(elsewhere, 'CD Nováková'), join(folder, 'CD Nováková'))
  await put('export.zip', makeZip([{ name: 'A/IM1', data: ctSlice({ study: 17, instance: 1 }) }]))
  const told = await untilIn('sent', 'CD Nováková')
  assert.match(told, /^Sent to Hornická poliklinika \(HORNICKA\): 3 images\.$/m)
  assert.match(told, /^CD Nováková\/IMAGES\/IM4\.dcm: refused, /m)
  assert.match(told, /^CD Nováková\/link: left-out, .+a link/m)
  const [message, ...others] = await received(11)
  assert.deepEqual([message.instances, others.length], [3, 0])
  assert.match(told, new RegExp(`^Message ${message.id}$`, 'm'))
  assert.equal((await inside('sent/CD Nováková/IMAGES')).length, 4)
  assert.match(await untilIn('sent', 'export.zip'), /: 1 image\.$/m)
  assert.deepEqual(await inside('sending'), [])
  const state = await hospital.state()
  assert.deepEqual(state?.outgoing.map(({ instances }) => instances).toSorted(), [1, 3])
  assert.doesNotMatch(JSON.stringify(state), /Nováková/)
})

test('what holds no image is refused, with the reason beside it; two of one name both stay', async () => {
  await put('notes.txt', 'Nothing of DICOM')
  const told = await untilIn('refused', 'notes.txt')
  assert.match(told, /^Not sent to Hornická poliklinika \(HORNICKA\): No image in it can be sent\.$/m)
  assert.match(told, /^notes\.txt: refused, not-dicom\. /m)
  await put('notes.txt', 'Again nothing')
  await untilIn('refused', 'notes (2).txt')
  assert.equal(await words('refused/notes.txt'), 'Nothing of DICOM')
})

test('what is still being written is left alone', async () => {
  const bytes = ctSlice({ study: 12, instance: 1, pixelBytes: 100_000 })
  const growing = join(slowFolder, 'export.dcm')
  let written = 0
  const write = async (most: number) => {
    await appendFile(growing, bytes.subarray(written, written + most))
    written += most
  }
  await write(1000)
  await writeFile(join(slowFolder, 'other.dcm'), ctSlice({ study: 13, instance: 1 }))
  const sent = async () => (await ifPresent(readdir(join(slowFolder, 'sent')))) ?? []
  // A byte at a time: there is always one left to be written.
  await until('the other is sent', async () => {
    await write(1)
    return (await sent()).includes('other.dcm')
  })
  assert.ok((await readdir(slowFolder)).includes('export.dcm'))
  await write(bytes.length - written)
  await until('it is sent', async () => (await sent()).includes('export.dcm'))
  assert.equal((await received(12))[0].instances, 1)
})

test('with the centre away what was taken survives the end of the node; what is cancelled is refused', async () => {
  await network.stopHere()
  await put('kept.dcm', ctSlice({ study: 14, instance: 1 }))
  await put('unwanted.dcm', ctSlice({ study: 15, instance: 1 }))
  await until('both are taken', async () => (await inside('sending')).length === 2)
  const uploading = async () =>
    ((await hospital.state())?.outgoing ?? []).filter(({ state }) => state === 'uploading')
  await until('both wait for the centre', async () => (await uploading()).length === 2)
  const ids = new Set((await uploading()).map(({ id }) => id))
  await hospital.kill()
  // As if it had ended before it wrote down what it took.
  await put('sending/found.dcm', ctSlice({ study: 16, instance: 1 }))
  await hospital.start()
  // What it has found by itself may wait, too, by now.
  const waiting = (await uploading()).filter(({ id }) => ids.has(id))
  assert.equal(waiting.length, 2)
  // The newest is the first: of the two, either may have been taken last.
  const [unwanted] = waiting
  assert.equal(await hospital.command(`outgoing/${unwanted?.id}/cancel`), 204)
  await until('it is refused', async () =>
    (await inside('refused')).some((name) => /^(kept|unwanted)\.dcm$/.test(name)),
  )
  const name = (await inside('refused')).find((each) => /^(kept|unwanted)\.dcm$/.test(each)) ?? ''
  assert.match(await words(`refused/${name}.txt`), /Cancelled at the page of the node/)
  await network.startHere()
  await untilIn('sent', name === 'kept.dcm' ? 'unwanted.dcm' : 'kept.dcm')
  await untilIn('sent', 'found.dcm')
  assert.equal((await received(16)).length, 1)
  assert.equal((await received(14)).length + (await received(15)).length, 1)
})
