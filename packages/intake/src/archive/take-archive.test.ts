import assert from 'node:assert/strict'
import { Buffer } from 'node:buffer'
import { test } from 'node:test'
import { makeInstance } from '../testing/instance-maker.ts'
import { unpackedEntries } from '../testing/package-check.ts'
import { send, told } from '../testing/sending-of.ts'
import { sharedFile, sharedPath } from '../testing/shared-data.ts'
import { type EntryToMake, makeZip } from '../testing/zip-maker.ts'

const image = (number: number) => makeInstance({ sopInstanceUid: `1.2.3.1.1.${number}` })
const entry = (name: string, number: number): EntryToMake => ({ name, data: image(number) })
const text = (name: string): EntryToMake => ({ name, data: Buffer.from('Just a text, no image.') })

test('of a damaged archive nothing is delivered, of what came with it everything', async (t) => {
  const good = [entry('1', 1), entry('2', 2)]
  const bad: Record<string, EntryToMake> = {
    'archive-damaged': { ...entry('3', 3), crc32: 1 },
    'archive-encrypted': { ...entry('3', 3), flags: 1 },
    'archive-unsafe-path': entry('../3', 3),
    'archive-bomb': { name: '3.bin', data: Buffer.alloc(80_000_000) },
  }
  for (const [code, third] of Object.entries(bad)) {
    const { result } = await send(
      t,
      [
        { path: 'before', bytes: image(8) },
        { path: 'a.zip', bytes: makeZip([...good, third]) },
        { path: 'after', bytes: image(1) },
      ],
      {},
      [image(8), image(1)],
    )
    assert.deepEqual(told(result.files), ['accepted before', `refused a.zip ${code}`, 'accepted after'])
    assert.equal(result.package?.instances, 2)
  }
})

test('a bad file in a good archive is named and does not sink the rest', async (t) => {
  const cut = image(2)
  const zip = makeZip([
    entry('1', 1),
    { name: 'cut', data: cut.subarray(0, cut.length - 100) },
    { name: 'empty.dcm' },
    { ...text('x.dcm') },
    { name: 'packed.dcm', data: image(5), packed: Buffer.alloc(9), method: 14 },
    entry('6', 6),
  ])
  const { result } = await send(t, [{ path: 'a.zip', bytes: zip }], {}, [image(1), image(6)])
  assert.deepEqual(told(result.files), [
    'accepted a.zip/1',
    'refused a.zip/cut truncated',
    'refused a.zip/empty.dcm empty-file',
    'refused a.zip/x.dcm not-dicom',
    'refused a.zip/packed.dcm unsupported-compression',
    'accepted a.zip/6',
  ])
})

test('what goes along with images on a CD is left out and named', async (t) => {
  const zip = makeZip([
    text('autorun.inf'),
    text('README'),
    { name: 'viewer/v.exe', data: Buffer.from('MZ program') },
    { name: 'viewer/packed.dll', data: Buffer.alloc(9), method: 14 },
    { name: '__MACOSX/DICOM/._IM000001.dcm', data: Buffer.from('00051607', 'hex') },
    { name: 'Thumbs.db' },
    { name: 'manual.docx', data: makeZip([text('a.xml')]), method: 0 },
    { name: 'older.zip', data: makeZip([entry('9', 9)]), method: 0 },
    { name: 'older.7z', data: Buffer.from("7z\xbc\xaf'\x1c and more", 'latin1') },
    { name: 'link', data: Buffer.from('DICOM/IM000001'), mode: 0o120777 },
    { name: 'pipe', method: 0, mode: 0o010644 },
    { name: 'DICOM/', method: 0, mode: 0o040755 },
    entry('DICOM/IM000001', 1),
  ])
  const { result } = await send(t, [{ path: 'cd.zip', bytes: zip }], {}, [image(1)])
  assert.deepEqual(told(result.files), [
    'left-out cd.zip/autorun.inf companion-file',
    'left-out cd.zip/README companion-file',
    'left-out cd.zip/viewer/v.exe companion-file',
    'left-out cd.zip/viewer/packed.dll companion-file',
    'left-out cd.zip/__MACOSX/DICOM/._IM000001.dcm companion-file',
    'left-out cd.zip/Thumbs.db companion-file',
    'left-out cd.zip/manual.docx companion-file',
    'left-out cd.zip/older.zip nested-archive',
    'left-out cd.zip/older.7z nested-archive',
    'left-out cd.zip/link link',
    'left-out cd.zip/pipe special-entry',
    'accepted cd.zip/DICOM/IM000001',
  ])
})

test('a damaged companion shows that the archive is damaged', async (t) => {
  const zip = makeZip([entry('1', 1), { ...text('readme.txt'), crc32: 5 }])
  const { result } = await send(t, [{ path: 'a.zip', bytes: zip }])
  assert.deepEqual(told(result.files), ['refused a.zip archive-damaged'])
})

test('an archive with nothing to send says so', async (t) => {
  const { result } = await send(t, [{ path: 'a.zip', bytes: makeZip([text('a.txt')]) }])
  assert.deepEqual(told(result.files), [
    'refused a.zip archive-without-dicom',
    'left-out a.zip/a.txt companion-file',
  ])
  const nested = makeZip([{ name: 'in.zip', data: makeZip([entry('1', 1)]) }])
  assert.deepEqual(told((await send(t, [{ path: 'b.zip', bytes: nested }])).result.files), [
    'refused b.zip archive-without-dicom',
    'left-out b.zip/in.zip nested-archive',
  ])
  assert.deepEqual(told((await send(t, [{ path: 'c.zip', bytes: makeZip([]) }])).result.files), [
    'refused c.zip archive-empty',
  ])
  const onlyBad = makeZip([{ name: 'x.dcm', data: Buffer.from('no image') }])
  assert.deepEqual(told((await send(t, [{ path: 'd.zip', bytes: onlyBad }])).result.files), [
    'refused d.zip/x.dcm not-dicom',
  ])
})

test('an image that was zipped from a pipe bears the mode of the pipe and is an image', async (t) => {
  const zip = makeZip([{ ...entry('-', 1), mode: 0o010600 }])
  const { result } = await send(t, [{ path: 'a.zip', bytes: zip }], {}, [image(1)])
  assert.deepEqual(told(result.files), ['accepted a.zip/-'])
})

test('an empty archive with nothing but zip64 end records is empty', async (t) => {
  const ends = Buffer.alloc(56 + 20)
  ends.writeUInt32LE(0x06064b50, 0)
  ends.writeUInt32LE(44, 4)
  ends.writeUInt32LE(0x07064b50, 56)
  ends.writeUInt32LE(1, 72)
  const end = makeZip([], { entryCount: 0xffff, directoryOffset: 0xffffffff })
  const { result } = await send(t, [{ path: 'a.zip', bytes: Buffer.concat([ends, end]) }])
  assert.deepEqual(told(result.files), ['refused a.zip archive-empty'])
})

test('two instances under one name are both kept, and it is said', async (t) => {
  const zip = makeZip([entry('a', 1), entry('b', 2), entry('a', 3)])
  const { result, index } = await send(t, [{ path: 'a.zip', bytes: zip }], {}, [1, 2, 3].map(image))
  assert.deepEqual(told(result.files), [
    'accepted a.zip/a',
    'accepted a.zip/b',
    'warning a.zip/a duplicate-name',
  ])
  assert.equal(index[2]?.remark?.code, 'duplicate-name')
})

test('an archive cut off anywhere is refused whole', async (t) => {
  const zip = makeZip([entry('1', 1), entry('2', 2)])
  for (const length of [4, 30, 200, zip.length - 23, zip.length - 1]) {
    const { result } = await send(t, [{ path: 'a.zip', bytes: zip.subarray(0, length) }])
    assert.deepEqual(told(result.files), ['refused a.zip archive-damaged'], `${length} bytes`)
  }
})

test('thousands of companions are named in one row, beside the image', async (t) => {
  const archive = sharedFile('zips/many_small.zip')
  const entries = await unpackedEntries(sharedPath('data', 'zips', 'many_small.zip'))
  const contents = entries.map(({ bytes }) => bytes).filter(({ length }) => length > 0)
  const { result } = await send(t, [archive], {}, contents)
  assert.equal(result.package?.instances, 1)
  assert.equal(result.files.length, 2)
  const junk = result.files.find(({ outcome }) => outcome === 'left-out')
  assert.equal(junk?.path, 'many_small.zip/junk/')
  assert.equal(junk?.detail, '5000 files: 00000.txt to 04999.txt.')
})

test('others get their turn while an archive of many small files is looked at', async (t) => {
  const many = Array.from({ length: 3000 }, (_, index) => ({ name: `${index}.txt`, method: 0 }))
  const zip = makeZip([...many, entry('1', 1)])
  let turns = 0
  let isOver = false
  const count = () => {
    turns++
    if (!isOver) setImmediate(count)
  }
  setImmediate(count)
  const beganAt = process.cpuUsage()
  await send(t, [{ path: 'a.zip', bytes: zip }], {}, [image(1)])
  isOver = true
  const busyMs = process.cpuUsage(beganAt).user / 1000
  assert.ok(turns > busyMs / 50, `${turns} turns in ${busyMs} ms of work`)
})
