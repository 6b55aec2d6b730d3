import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TAG } from '../tags.ts'
import { problemOf, readObject, remarksOf } from '../testing/read-object.ts'
import {
  BIG,
  bytes,
  EXPLICIT,
  IMPLICIT,
  instance,
  pixels,
  SMALL_IMAGE,
  uint16,
  type WrittenElement,
  writeDataSet,
  writeFile,
  writeHead,
  writeHeader,
} from '../testing/write-object.ts'
import { numberOf, textOf } from '../text/text.ts'
import { InstanceReader } from './instance-reader.ts'

const image = instance(...SMALL_IMAGE)
const JPEG = '1.2.840.10008.1.2.4.50'
const frame = bytes([0xff, 0xd8], 'frame', [0xff, 0xd9, 0])

function jpeg(fragments: readonly Uint8Array[], ...changes: readonly WrittenElement[]): Uint8Array {
  const elements = instance(...SMALL_IMAGE, ...changes, { tag: TAG.PixelData, fragments })
  return bytes(writeHead({ transferSyntaxUid: JPEG }), writeDataSet(elements, EXPLICIT))
}

test('a file that is in order is taken without a remark, its head untouched', () => {
  const file = writeFile(image)
  const header = readObject(file)
  assert.deepEqual(header.remarks, [])
  assert.equal(header.replacementHead, undefined)
  assert.equal(header.objectBytes, file.length)
  assert.equal(header.sopInstanceUid, '2.25.101')
  assert.equal(header.studyInstanceUid, '2.25.102')
  assert.equal(header.seriesInstanceUid, '2.25.103')
  assert.equal(textOf(header.dataSet, TAG.PatientName), 'Novak^Jan')
  assert.equal(numberOf(header.dataSet, TAG.Rows), 2)
  assert.equal(header.dataSet.has(TAG.PixelData), false)
})

test('every encoding of one object gives the same header, numbers in little endian', () => {
  const expected = [...readObject(writeFile(image)).dataSet.values()]
  for (const encoding of [IMPLICIT, EXPLICIT, BIG]) {
    for (const lengths of ['defined', 'undefined'] as const) {
      assert.deepEqual([...readObject(writeFile(image, { ...encoding, lengths })).dataSet.values()], expected)
    }
  }
})

test('the beginning is known before the pixel data has come', () => {
  const file = writeFile(image)
  const reader = new InstanceReader()
  reader.push(file.subarray(0, file.length - 100))
  assert.equal(reader.beginning?.sopInstanceUid, '2.25.101')
  assert.equal(reader.beginning.transferSyntaxUid, '1.2.840.10008.1.2.1')
})

test('an object that lacks an identifying UID, or has an unusable one, is refused with its tag', () => {
  for (const tag of [TAG.SOPClassUID, TAG.SOPInstanceUID, TAG.StudyInstanceUID, TAG.SeriesInstanceUID]) {
    for (const [value, code] of [
      ['', 'missing-uid'],
      ['  ', 'missing-uid'],
      ['../../etc', 'invalid-uid'],
      ['1.2\\1.3', 'invalid-uid'],
      [`1.${'2'.repeat(64)}`, 'invalid-uid'],
      ['...', 'invalid-uid'],
    ] as const) {
      const problem = problemOf(writeFile(instance({ tag, vr: 'UI', value })))
      assert.equal(problem?.code, code, value)
      assert.match(problem.tag ?? '', /^\((0008,001[68]|0020,000[DE])\)$/)
    }
  }
})

test('an image of ACR-NEMA, from before there were UIDs, lacks them and is not said to be no DICOM', () => {
  const old: readonly WrittenElement[] = [
    { tag: 0x00080000, vr: 'UL', value: bytes([100, 0, 0, 0]) },
    { tag: 0x00080010, vr: 'SH', value: 'ACR-NEMA 2.0' },
    { tag: TAG.StudyDate, vr: 'DA', value: '1993.01.02' },
  ]
  assert.equal(problemOf(writeDataSet(old, IMPLICIT))?.code, 'missing-uid')
})

test('pixel data may stand elsewhere where the transfer syntax says so', () => {
  const without = instance(...SMALL_IMAGE.filter(({ tag }) => tag !== TAG.PixelData))
  for (const [uid, codes] of [
    ['1.2.840.10008.1.2.4.94', []],
    ['1.2.840.10008.1.2.4.204', []],
    ['1.2.840.10008.1.2.7.1', []],
    ['1.2.840.10008.1.2.4.50', ['pixel-data-short']],
  ] as const) {
    const file = bytes(writeHead({ transferSyntaxUid: uid }), writeDataSet(without, EXPLICIT))
    assert.deepEqual(remarksOf(file), codes, uid)
  }
})

test('UIDs that are odd and still tell one object from others are taken as they are', () => {
  for (const value of ['1.02.3', '3.1.2', '1.2.', '1..2', '1.2.3 ', ' 1.2.3']) {
    const header = readObject(
      writeFile(instance({ tag: TAG.StudyInstanceUID, vr: 'UI', value: bytes(value) })),
    )
    assert.deepEqual(
      header.remarks.map(({ code }) => code),
      ['irregular-uid'],
      value,
    )
    assert.equal(header.studyInstanceUid, value.trim())
  }
})

test('one identifying attribute with two values is refused; repeated with one value it is not', () => {
  const first = writeFile(instance())
  const again = (value: string) => writeDataSet([{ tag: TAG.PatientID, vr: 'LO', value }], EXPLICIT)
  assert.equal(problemOf(bytes(first, again('7001011234')))?.code, undefined)
  assert.equal(problemOf(bytes(first, again('7001015678')))?.code, 'damaged')
})

test('objects that belong to no patient are refused, a DICOMDIR among them', () => {
  for (const value of [
    '1.2.840.10008.5.1.4.38.1',
    '1.2.840.10008.5.1.4.39.1',
    '1.2.840.10008.5.1.4.1.1.201.1',
  ]) {
    assert.equal(
      problemOf(writeFile(instance({ tag: TAG.SOPClassUID, vr: 'UI', value })))?.code,
      'non-patient-object',
    )
  }
  const directory = sharedDirectory()
  assert.equal(problemOf(directory)?.code, 'non-patient-object')
})

function sharedDirectory(): Uint8Array {
  const meta = writeDataSet(
    [
      { tag: TAG.MediaStorageSOPClassUID, vr: 'UI', value: '1.2.840.10008.1.3.10' },
      { tag: TAG.TransferSyntaxUID, vr: 'UI', value: '1.2.840.10008.1.2.1' },
    ],
    EXPLICIT,
  )
  const dataSet = writeDataSet([{ tag: 0x00041130, vr: 'CS', value: 'DISC' }], EXPLICIT)
  return bytes(new Uint8Array(128), 'DICM', meta, dataSet)
}

test('a patient without an ID, values too long, control characters and impossible dates are remarked on', () => {
  const cases: readonly (readonly [WrittenElement, string])[] = [
    [{ tag: TAG.PatientID, vr: 'LO', value: '' }, 'patient-id-missing'],
    [{ tag: TAG.PatientID, vr: 'LO', value: bytes('  \0') }, 'patient-id-missing'],
    [{ tag: TAG.PatientName, vr: 'PN', value: 'x'.repeat(65) }, 'value-too-long'],
    [{ tag: TAG.PatientName, vr: 'PN', value: bytes('a\r\nb') }, 'control-characters'],
    [{ tag: TAG.StudyDate, vr: 'DA', value: '20260230' }, 'invalid-date'],
    [{ tag: TAG.StudyTime, vr: 'TM', value: '2560' }, 'invalid-date'],
    [{ tag: TAG.SpecificCharacterSet, vr: 'CS', value: 'LATIN2' }, 'character-set-unknown'],
    [{ tag: TAG.PatientName, vr: 'PN', value: Uint8Array.of(0xf8, 0x20) }, 'character-set-missing'],
  ]
  for (const [change, code] of cases) assert.deepEqual(remarksOf(writeFile(instance(change))), [code])
  const fine: readonly WrittenElement[] = [
    { tag: TAG.PatientName, vr: 'PN', value: `${'x'.repeat(64)}=${'y'.repeat(64)}` },
    { tag: TAG.StudyDate, vr: 'DA', value: '2024.02.29' },
    { tag: TAG.StudyTime, vr: 'TM', value: '10:30:59.000001' },
    { tag: TAG.DocumentTitle, vr: 'ST', value: bytes('two\r\nlines') },
  ]
  for (const change of fine) assert.deepEqual(remarksOf(writeFile(instance(change))), [])
})

test('what a remark or an error says holds nothing of a value', () => {
  const secret = 'SECRET'
  const name: WrittenElement = { tag: TAG.PatientName, vr: 'PN', value: bytes(secret.repeat(20), [0xf8, 7]) }
  const { remarks } = readObject(writeFile(instance(name)))
  assert.ok(remarks.length >= 3)
  assert.doesNotMatch(JSON.stringify(remarks), /SECRET/)
  const refused = problemOf(writeFile(instance({ tag: TAG.StudyInstanceUID, vr: 'UI', value: secret })))
  assert.doesNotMatch(refused?.message ?? secret, /SECRET/)
})

test('pixel data that is shorter than its header says, cut off, or absent is remarked on', () => {
  const half = instance(...SMALL_IMAGE, pixels(uint16(1, 2)))
  assert.deepEqual(remarksOf(writeFile(half)), ['pixel-data-short'])
  const file = writeFile(image)
  for (const cut of [1, 7]) {
    const header = readObject(file.subarray(0, file.length - cut))
    assert.deepEqual(
      header.remarks.map(({ code }) => code),
      ['pixel-data-short'],
    )
    assert.equal(header.objectBytes, file.length - cut)
  }
  assert.deepEqual(remarksOf(file.subarray(0, file.length - 20)), ['pixel-data-short'])
  assert.equal(problemOf(file.subarray(0, file.length - 10))?.code, 'truncated')
  const spectra = instance(...SMALL_IMAGE.filter(({ tag }) => tag === TAG.Rows || tag === TAG.Columns))
  assert.deepEqual(remarksOf(writeFile(spectra)), [])
})

test('an image of impossible size costs nothing and is remarked on', () => {
  const huge = instance(...SMALL_IMAGE, { tag: TAG.NumberOfFrames, vr: 'IS', value: '2147483647' })
  assert.deepEqual(remarksOf(writeFile(huge)), ['pixel-data-short'])
})

test('fragments are passed over by their lengths, whatever they hold', () => {
  const trap = bytes([0xff, 0xd8, 0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0, 0xff, 0xd9])
  assert.deepEqual(remarksOf(jpeg([new Uint8Array(0), trap])), [])
})

test('compressed frames that do not begin or end as they must are remarked on', () => {
  const none = new Uint8Array(0)
  assert.deepEqual(remarksOf(jpeg([none, frame])), [])
  assert.deepEqual(remarksOf(jpeg([none, frame.subarray(0, 4), frame.subarray(4)])), [])
  assert.deepEqual(remarksOf(jpeg([none, bytes('P', frame)])), ['damaged-frame'])
  assert.deepEqual(remarksOf(jpeg([none, frame.subarray(0, 6)])), ['damaged-frame'])
  const three: WrittenElement = { tag: TAG.NumberOfFrames, vr: 'IS', value: '3' }
  assert.deepEqual(remarksOf(jpeg([none, frame, frame.subarray(0, 6), frame], three)), ['damaged-frame'])
  assert.deepEqual(remarksOf(jpeg([none, frame, frame], three)), ['pixel-data-short'])
  assert.deepEqual(remarksOf(jpeg([none])), ['pixel-data-short'])
})

test('encapsulated pixel data that ends early is taken, and said to be short', () => {
  const file = jpeg([new Uint8Array(0), frame])
  for (const cut of [8, 12, 30])
    assert.deepEqual(remarksOf(file.subarray(0, file.length - cut)), ['pixel-data-short'])
})

test('native pixel data under a compressed transfer syntax, and the other way round', () => {
  const native = bytes(writeHead({ transferSyntaxUid: JPEG }), writeDataSet(image, EXPLICIT))
  assert.deepEqual(remarksOf(native), ['damaged-frame'])
  const encapsulated = writeFile(instance({ tag: TAG.PixelData, fragments: [new Uint8Array(0), frame] }))
  assert.deepEqual(remarksOf(encapsulated), ['damaged-frame'])
})

test('garbage behind the pixel data is no part of the object; padding and private groups are', () => {
  const file = writeFile(image)
  for (const garbage of [
    '<html>garbage</html>',
    '\0',
    '\0'.repeat(600),
    '\xff'.repeat(9),
    'GARBAGE',
    '\x08\0\x05\0CS\x04\0x',
  ]) {
    const header = readObject(bytes(file, garbage))
    assert.deepEqual(
      header.remarks.map(({ code }) => code),
      ['trailing-bytes'],
      garbage,
    )
    assert.equal(header.objectBytes, file.length)
  }
  const padding: WrittenElement = { tag: TAG.DataSetTrailingPadding, vr: 'OB', value: new Uint8Array(64) }
  const vendor: WrittenElement = { tag: 0x7fe11010, vr: 'OB', value: new Uint8Array(6) }
  const signatures: WrittenElement = {
    tag: 0xfffafffa,
    items: [[{ tag: 0x04000005, vr: 'US', value: uint16(1) }]],
  }
  for (const encoding of [EXPLICIT, IMPLICIT, BIG]) {
    const longer = writeFile([...image, vendor, signatures, padding], encoding)
    assert.deepEqual(remarksOf(longer), [])
    assert.equal(readObject(longer).objectBytes, longer.length)
  }
})

test('a private value behind the pixel data that only begins like a sequence stays with the object', () => {
  const value = bytes([0xfe, 0xff, 0x00, 0xe0, 6, 0, 0, 0], 'abcdefghijkl')
  for (const encoding of [EXPLICIT, IMPLICIT]) {
    const file = writeFile([...image, { tag: 0x7fe11010, vr: 'UN', value }], encoding)
    assert.deepEqual(remarksOf(file), [])
    assert.equal(readObject(file).objectBytes, file.length)
    const longer = readObject(bytes(file, '<html>garbage</html>'))
    assert.equal(longer.objectBytes, file.length)
  }
})

test('fragments within a private value that only begins like a sequence hide nothing behind it', () => {
  // An item with pixel data in fragments, the second of which reaches beyond the value.
  const inner = bytes(
    writeHeader(0xfffee000, '', 0xffffffff, IMPLICIT),
    writeHeader(TAG.PixelData, 'OB', 0xffffffff, EXPLICIT),
    writeHeader(0xfffee000, '', 4, IMPLICIT),
    [1, 2, 3, 4],
    writeHeader(0xfffee000, '', 4000, IMPLICIT),
  )
  const value: WrittenElement = { tag: 0x00090010, vr: 'UN', value: inner }
  const elements = [...image, value].toSorted((one, other) => one.tag - other.tag)
  const header = readObject(writeFile(elements, EXPLICIT))
  assert.deepEqual([...header.dataSet.values()], [...readObject(writeFile(image)).dataSet.values()])
})

test('an object without pixel data may be filled up, and otherwise may not go on', () => {
  const file = writeFile(instance())
  assert.deepEqual(remarksOf(bytes(file, '\0'.repeat(100))), ['trailing-bytes'])
  assert.deepEqual(remarksOf(bytes(file, '\0\0\0')), ['trailing-bytes'])
  assert.equal(problemOf(bytes(file, '\0'.repeat(100), 'x'))?.code, 'damaged')
  assert.equal(problemOf(bytes(file, 'abc'))?.code, 'truncated')
})

test('an element that is cut, or reaches beyond what holds it, is refused with its place', () => {
  const file = writeFile(instance())
  const cut = problemOf(file.subarray(0, file.length - 3))
  assert.equal(cut?.code, 'truncated')
  assert.equal(cut.offset, file.length - 3)
  assert.equal(cut.tag, '(0020,000E)')
  const inner = bytes(
    writeHeader(0xfffee000, '', 8, IMPLICIT),
    writeHeader(TAG.CodeValue, 'SH', 100, EXPLICIT),
  )
  const lying = bytes(writeHeader(TAG.ConceptNameCodeSequence, 'SQ', inner.length, EXPLICIT), inner)
  const problem = problemOf(bytes(file, lying))
  assert.equal(problem?.code, 'damaged')
  assert.equal(problem.offset, file.length + 12 + 8)
})

test('header values are kept up to a limit, by what comes and not by what is announced', () => {
  const limits = { maxValueBytes: 1000, maxHeaderBytes: 5000 }
  const long = writeFile(instance({ tag: TAG.TextValue, vr: 'UT', value: 'x'.repeat(5000) }))
  assert.equal(problemOf(long, limits), undefined)
  const title = writeFile(instance({ tag: TAG.DocumentTitle, vr: 'ST', value: 'x'.repeat(2000) }))
  assert.equal(problemOf(title, limits)?.code, 'header-too-large')
  const code = [{ tag: TAG.CodeMeaning, vr: 'LO', value: 'x' }] as const
  const codes = writeFile(instance({ tag: TAG.ConceptNameCodeSequence, items: new Array(100).fill(code) }))
  assert.equal(problemOf(codes, limits)?.code, 'header-too-large')
})

test('a million empty items of a wanted sequence are no way to a million objects', () => {
  const item = writeHeader(0xfffee000, '', 0, IMPLICIT)
  const items = new Uint8Array(item.length * 200_000)
  for (let at = 0; at < items.length; at += item.length) items.set(item, at)
  const sequence = bytes(writeHeader(TAG.ConceptNameCodeSequence, 'SQ', items.length, EXPLICIT), items)
  assert.equal(problemOf(bytes(writeFile(instance()), sequence))?.code, 'header-too-large')
})

test('of a report only the concept modifiers of its title are kept', () => {
  const item = (relationship: string): readonly WrittenElement[] => [
    { tag: TAG.RelationshipType, vr: 'CS', value: relationship },
    { tag: TAG.ContentSequence, items: [[{ tag: TAG.TextValue, vr: 'UT', value: 'nested' }]] },
  ]
  const report = instance({
    tag: TAG.ContentSequence,
    items: [item('CONTAINS'), item('HAS CONCEPT MOD'), item('CONTAINS')],
  })
  for (const lengths of ['defined', 'undefined'] as const) {
    const { dataSet } = readObject(writeFile(report, { ...EXPLICIT, lengths }))
    const items = dataSet.get(TAG.ContentSequence)?.items ?? []
    assert.equal(items.length, 1)
    assert.deepEqual([...(items[0]?.keys() ?? [])], [TAG.RelationshipType])
  }
})

test('elements that do not ascend are kept in ascending order', () => {
  const jumbled = [...instance()].sort((one, other) => (one.tag & 0xff) - (other.tag & 0xff))
  const uids = jumbled.filter(({ tag }) => tag === TAG.SOPClassUID || tag === TAG.SOPInstanceUID)
  const file = writeFile([...uids, ...jumbled.filter((element) => !uids.includes(element))])
  const tags = [...readObject(file).dataSet.keys()]
  assert.deepEqual(
    tags,
    [...tags].sort((one, other) => one - other),
  )
})
