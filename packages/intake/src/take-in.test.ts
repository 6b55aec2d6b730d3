import assert from 'node:assert/strict'
import { Buffer } from 'node:buffer'
import { existsSync } from 'node:fs'
import { test } from 'node:test'
import { takeIn } from './take-in.ts'
import { makeDataSet, makeInstance } from './testing/instance-maker.ts'
import { send, told } from './testing/sending-of.ts'
import { asSources, placesIn, workFolder } from './testing/work-place.ts'
import { makeZip } from './testing/zip-maker.ts'

const image = (number: number) => makeInstance({ sopInstanceUid: `1.2.3.1.1.${number}` })

test('files, folders and archives of one sending make one package, in the order in which they came', async (t) => {
  const zip = makeZip([
    { name: 'x/3.dcm', data: image(3) },
    { name: '4', data: image(4), method: 0 },
  ])
  const { result, index } = await send(
    t,
    [
      { path: '1.dcm', bytes: image(1) },
      { path: 'folder/2', bytes: image(2) },
      { path: 'more.zip', bytes: zip },
      { path: '5', bytes: image(5) },
    ],
    {},
    [1, 2, 3, 4, 5].map(image),
  )
  const paths = ['1.dcm', 'folder/2', 'more.zip/x/3.dcm', 'more.zip/4', '5']
  assert.deepEqual(
    told(result.files),
    paths.map((path) => `accepted ${path}`),
  )
  assert.deepEqual(
    index.map(({ sourcePath }) => sourcePath),
    paths,
  )
  assert.deepEqual(
    result.studies.map(({ series }) => series.map(({ instances }) => instances)),
    [[5]],
  )
})

test('the content of a file decides what it is, not its name', async (t) => {
  const zip = makeZip([{ name: 'a', data: image(2) }])
  const { result } = await send(
    t,
    [
      { path: 'archive.zip', bytes: image(1) },
      { path: 'image.dcm', bytes: zip },
    ],
    {},
    [image(1), image(2)],
  )
  assert.deepEqual(told(result.files), ['accepted archive.zip', 'accepted image.dcm/a'])
})

test('an instance may begin with the signature of an archive', async (t) => {
  const bytes = image(1)
  bytes.write('PK\x03\x04', 0, 'latin1')
  const { result } = await send(t, [{ path: 'a.dcm', bytes }])
  assert.equal(result.package?.instances, 1)
})

test('a bare data set gets a head of its own and is itself not changed', async (t) => {
  const bytes = makeDataSet({ sopInstanceUid: '1.2.3.1.1.1' })
  const { result } = await send(t, [{ path: 'a', bytes }])
  assert.deepEqual(told(result.files), ['warning a no-preamble'])
})

test('garbage behind an instance is cut off, said, and the rest is as it was', async (t) => {
  const bytes = Buffer.concat([image(1), Buffer.alloc(3_000_000, 0xee)])
  const { result, index } = await send(t, [
    { path: 'a.dcm', bytes },
    { path: 'b.dcm', bytes: image(2) },
  ])
  assert.deepEqual(told(result.files), ['warning a.dcm trailing-bytes', 'accepted b.dcm'])
  assert.equal(index[0]?.sizeBytes, image(1).length)
})

test('archives that are not opened are said to be what they are', async (t) => {
  const beginnings = {
    '7z': "7z\xbc\xaf'\x1c",
    rar: 'Rar!\x1a\x07\x00',
    gz: '\x1f\x8b\x08',
    xz: '\xfd7zXZ\x00',
  }
  for (const [extension, beginning] of Object.entries(beginnings)) {
    const bytes = Buffer.concat([Buffer.from(beginning, 'latin1'), Buffer.alloc(500, 7)])
    const { result } = await send(t, [{ path: `cd.${extension}`, bytes }])
    assert.deepEqual(told(result.files), [`refused cd.${extension} unsupported-archive`])
  }
  const iso = Buffer.alloc(40_000)
  iso.write('CD001', 32_769)
  const { result } = await send(t, [{ path: 'cd.iso', bytes: iso }])
  assert.deepEqual(told(result.files), ['refused cd.iso unsupported-archive'])
})

test('a file that was chosen by itself is refused when it is no image, a viewer in a folder is left out', async (t) => {
  const text = Buffer.from('Read me before anything else, please.\n')
  const { result } = await send(t, [
    { path: 'note.txt', bytes: text },
    { path: 'cd/readme.txt', bytes: text },
    { path: 'cd/lost.dcm', bytes: text },
    { path: 'cd/1', bytes: image(1) },
  ])
  assert.deepEqual(told(result.files), [
    'refused note.txt not-dicom',
    'left-out cd/readme.txt companion-file',
    'refused cd/lost.dcm not-dicom',
    'accepted cd/1',
  ])
})

test('a folder without any image is refused, not silently left out', async (t) => {
  const { result } = await send(t, [{ path: 'cd/readme.txt', bytes: Buffer.from('Read me') }])
  assert.deepEqual(told(result.files), ['refused cd/readme.txt not-dicom'])
})

test('a sending without files gives nothing and leaves nothing', async (t) => {
  const places = placesIn(await workFolder(t))
  const result = await takeIn([], places)
  assert.deepEqual(result, { package: null, studies: [], files: [], studyOutcomes: [] })
  assert.equal(existsSync(places.packagePath), false)
})

test('all or nothing: one refused file keeps the others back, and they are said to be in order', async (t) => {
  const files = [
    { path: 'a.dcm', bytes: image(1) },
    { path: 'b.dcm', bytes: Buffer.from('not an image') },
    { path: 'c', bytes: makeDataSet({ sopInstanceUid: '1.2.3.1.1.2' }) },
  ]
  const { result, packagePath } = await send(t, files, { allOrNothing: true })
  assert.equal(result.package, null)
  assert.deepEqual(told(result.files), [
    'accepted a.dcm not-sent',
    'refused b.dcm not-dicom',
    'warning c no-preamble',
  ])
  assert.match(result.files[2]?.detail ?? '', /all or nothing/)
  assert.equal(existsSync(packagePath), false)
  assert.equal((await send(t, files.slice(0, 1), { allOrNothing: true })).result.package?.instances, 1)
})

test('another patient is said with the first file of each, once', async (t) => {
  const of = (patientId: string, number: number, birthDate = '19700101') => ({
    path: `${number}`,
    bytes: makeInstance({
      sopInstanceUid: `1.2.3.1.1.${number}`,
      studyInstanceUid: `1.2.3.${patientId.length}.1${birthDate}`,
      seriesInstanceUid: `1.2.3.4.${patientId.length}.1${birthDate}`,
      patientId,
      birthDate,
    }),
  })
  const { result, index } = await send(t, [
    of('P', 1),
    of('P', 2),
    of('QQ', 3),
    of('P', 4),
    of('QQ', 5),
    of('RRR', 6),
  ])
  assert.deepEqual(
    told(result.files).filter((row) => row.endsWith('another-patient')),
    ['accepted 3 another-patient', 'accepted 6 another-patient'],
  )
  assert.equal(index[2]?.remark?.code, 'another-patient')
  const sameId = await send(t, [of('P', 1), of('P', 2, ''), of('P', 3, '19990909')])
  assert.deepEqual(told(sameId.result.files), ['accepted 1', 'accepted 2', 'accepted 3 another-patient'])
})

test('a patient under another name is said with the first file that has it, once, and not for a spelling', async (t) => {
  const of = (name: string, number: number) => ({
    path: `${number}`,
    bytes: makeInstance({
      sopInstanceUid: `1.2.3.4.${number}`,
      studyInstanceUid: `1.2.3.${number}`,
      seriesInstanceUid: `1.2.3.${number}.1`,
      patientName: name,
    }),
  })
  const { result, index } = await send(t, [
    of('Nov\u00e1kov\u00e1^Jana', 1),
    of('NOVAKOVA^JANA', 2),
    of('', 3),
    of('Mala^Jana', 4),
    of('Mala^Jana^^Ing.', 5),
  ])
  assert.deepEqual(
    told(result.files).filter((row) => row.endsWith('another-name')),
    ['warning 4 another-name'],
  )
  assert.equal(result.package?.instances, 5)
  assert.equal(index[3]?.remark?.code, 'another-name')
})

test('parts of a split ZIP are said to be parts, also those that do not begin like one', async (t) => {
  const sent = ['cd.z01', 'cd.z02', 'cd.zip.003'].map((path) => ({ path, bytes: Buffer.alloc(300, 0x5a) }))
  const { result } = await send(t, sent)
  assert.deepEqual(
    told(result.files),
    sent.map(({ path }) => `refused ${path} archive-in-parts`),
  )
})

test('more instances than a package may hold refuse the sending, not a part of it', async (t) => {
  const files = [1, 2, 3].map((number) => ({ path: `${number}`, bytes: image(number) }))
  const { result } = await send(t, files, { limits: { maxInstances: 2 } })
  assert.equal(result.package, null)
  assert.deepEqual(
    told(result.files),
    ['1', '2', '3'].map((path) => `refused ${path} too-many-instances`),
  )
  assert.equal((await send(t, files, { limits: { maxInstances: 3 } })).result.package?.instances, 3)
})

test('progress grows to the bytes that were received, and counts the files in archives', async (t) => {
  const zip = makeZip([1, 2, 3].map((number) => ({ name: `${number}`, data: image(number) })))
  const seen: { bytesDone: number; bytesTotal: number; filesDone: number }[] = []
  const files = [
    { path: 'a.zip', bytes: zip },
    { path: 'b', bytes: image(4) },
  ]
  await send(t, files, { onProgress: (progress) => seen.push(progress) }, [1, 2, 3, 4].map(image))
  const bytesTotal = zip.length + image(4).length
  assert.deepEqual(seen.at(-1), { bytesDone: bytesTotal, bytesTotal, filesDone: 4 })
  for (const [index, { bytesDone }] of seen.entries())
    assert.ok(bytesDone >= (seen[index - 1]?.bytesDone ?? 0))
})

test('a sending that is no longer wanted ends at once and leaves nothing', async (t) => {
  const folder = await workFolder(t)
  const places = placesIn(folder)
  const files = [1, 2, 3].map((number) => ({ path: `${number}`, bytes: image(number) }))
  const sources = await asSources(folder, files)
  const stopping = new AbortController()
  const onProgress = ({ filesDone }: { filesDone: number }) => {
    if (filesDone === 2) stopping.abort(new Error('the message was cancelled'))
  }
  const options = { ...places, signal: stopping.signal, onProgress }
  await assert.rejects(takeIn(sources, options), { message: 'the message was cancelled' })
  assert.equal(existsSync(places.packagePath), false)
})

test('a received file that has lost bytes on our disk is our failure, not the sender’s', async (t) => {
  const folder = await workFolder(t)
  const [source] = await asSources(folder, [{ path: 'a', bytes: image(1) }])
  assert.ok(source)
  const longer = { ...source, sizeBytes: source.sizeBytes + 1 }
  await assert.rejects(takeIn([longer], placesIn(folder)), /instead of/)
})
