import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TAG } from '../tags.ts'
import { problemOf, readObject } from '../testing/read-object.ts'
import {
  BIG,
  bytes,
  EXPLICIT,
  IMPLICIT,
  instance,
  SMALL_IMAGE,
  type WrittenElement,
  writeDataSet,
  writeFile,
  writeHead,
} from '../testing/write-object.ts'
import { IMPLEMENTATION_CLASS_UID } from './file-head.ts'
import { FileMetaReader, uidText } from './file-meta.ts'

const elements = instance(...SMALL_IMAGE)
const body = writeDataSet(elements, EXPLICIT)
const EXPLICIT_LITTLE = '1.2.840.10008.1.2.1'

/** What the reader makes of the file, after checking that its new head and old data set are a file in order. */
function mended(file: Uint8Array): {
  codes: readonly string[]
  head: Uint8Array | undefined
  transferSyntaxUid: string
} {
  const header = readObject(file)
  const head = header.replacementHead
  if (head !== undefined) {
    const whole = bytes(head, file.subarray(header.dataSetOffset, header.objectBytes))
    const again = readObject(whole)
    assert.deepEqual(again.remarks, [])
    assert.equal(again.replacementHead, undefined)
    assert.equal(again.transferSyntaxUid, header.transferSyntaxUid)
    assert.equal(again.objectBytes, whole.length)
  }
  return { codes: header.remarks.map(({ code }) => code), head, transferSyntaxUid: header.transferSyntaxUid }
}

test('a bare data set is given a preamble and File Meta Information, in each encoding', () => {
  for (const [options, uid] of [
    [IMPLICIT, '1.2.840.10008.1.2'],
    [EXPLICIT, EXPLICIT_LITTLE],
    [BIG, '1.2.840.10008.1.2.2'],
  ] as const) {
    const { codes, head, transferSyntaxUid } = mended(writeDataSet(elements, options))
    assert.deepEqual(codes, ['no-preamble'])
    assert.equal(transferSyntaxUid, uid)
    const meta = head && new FileMetaReader(1000).read(head, true)
    assert.equal(uidText(meta?.elements.get(TAG.MediaStorageSOPInstanceUID)), '2.25.101')
    assert.equal(uidText(meta?.elements.get(TAG.ImplementationClassUID)), IMPLEMENTATION_CLASS_UID)
    assert.equal(meta?.isGroupLengthRight, true)
  }
})

test('File Meta Information without a preamble, or behind the magic word alone', () => {
  const meta = writeHead({ transferSyntaxUid: EXPLICIT_LITTLE }).subarray(132)
  for (const file of [bytes(meta, body), bytes('DICM', meta, body)]) {
    const { codes, transferSyntaxUid } = mended(file)
    assert.deepEqual(codes, ['no-preamble'])
    assert.equal(transferSyntaxUid, EXPLICIT_LITTLE)
  }
})

test('a preamble without File Meta Information', () => {
  const { codes, transferSyntaxUid } = mended(bytes(new Uint8Array(128), 'DICM', body))
  assert.deepEqual(codes, ['meta-corrected'])
  assert.equal(transferSyntaxUid, EXPLICIT_LITTLE)
})

test('a group length that is missing or wrong', () => {
  for (const groupLength of [undefined, 0, 7, 100_000]) {
    const file = bytes(writeHead({ transferSyntaxUid: EXPLICIT_LITTLE, groupLength }), body)
    assert.deepEqual(mended(file).codes, ['meta-corrected'])
  }
})

test('UIDs in File Meta Information that are not those of the data set', () => {
  const file = bytes(writeHead({ transferSyntaxUid: EXPLICIT_LITTLE, sopInstanceUid: '2.25.9' }), body)
  assert.deepEqual(mended(file).codes, ['meta-corrected'])
})

test('File Meta Information in implicit VR or in big endian', () => {
  const meta: readonly WrittenElement[] = [
    { tag: TAG.MediaStorageSOPClassUID, vr: 'UI', value: '1.2.840.10008.5.1.4.1.1.2' },
    { tag: TAG.MediaStorageSOPInstanceUID, vr: 'UI', value: '2.25.101' },
    { tag: TAG.TransferSyntaxUID, vr: 'UI', value: EXPLICIT_LITTLE },
    { tag: TAG.SourceApplicationEntityTitle, vr: 'AE', value: 'SCANNER' },
  ]
  for (const options of [IMPLICIT, BIG]) {
    const { codes, head } = mended(bytes(new Uint8Array(128), 'DICM', writeDataSet(meta, options), body))
    assert.deepEqual([...new Set(codes)], ['meta-corrected'])
    const kept =
      head && new FileMetaReader(1000).read(head, true)?.elements.get(TAG.SourceApplicationEntityTitle)
    assert.deepEqual(kept?.value, bytes('SCANNER '))
  }
})

test('a Transfer Syntax UID that is missing, or is none: what the data set shows counts', () => {
  for (const uid of ['', 'garbage', '1.2.840.10008.5.1.4.1.1.2']) {
    const { codes, transferSyntaxUid } = mended(
      bytes(writeHead({ transferSyntaxUid: uid }), writeDataSet(elements, IMPLICIT)),
    )
    assert.deepEqual(codes, ['meta-corrected'])
    assert.equal(transferSyntaxUid, '1.2.840.10008.1.2')
  }
})

test('an encoding other than the declared one', () => {
  const encodings = [
    ['1.2.840.10008.1.2', IMPLICIT],
    [EXPLICIT_LITTLE, EXPLICIT],
    ['1.2.840.10008.1.2.2', BIG],
    ['1.2.840.10008.1.2.1.99', undefined],
  ] as const
  for (const [declared, own] of encodings) {
    for (const [real, options] of encodings) {
      if (options === undefined || options === own || (own === undefined && options !== EXPLICIT)) continue
      const { codes, transferSyntaxUid } = mended(
        bytes(writeHead({ transferSyntaxUid: declared }), writeDataSet(elements, options)),
      )
      assert.deepEqual(codes, ['encoding-corrected'], `${declared} ${real}`)
      assert.equal(transferSyntaxUid, real)
    }
  }
})

test('an implicit data set with compressed pixel data has no transfer syntax to be filed under', () => {
  const compressed = writeDataSet(instance({ tag: TAG.PixelData, fragments: [bytes('')] }), IMPLICIT)
  const file = bytes(writeHead({ transferSyntaxUid: '1.2.840.10008.1.2.4.50' }), compressed)
  assert.equal(problemOf(file)?.code, 'unknown-transfer-syntax')
})

test('transfer syntaxes newer than this reader are read as explicit little endian, private ones are refused', () => {
  const fragments = writeDataSet(
    instance({ tag: TAG.PixelData, fragments: [bytes(''), bytes('whatever')] }),
    EXPLICIT,
  )
  const future = '1.2.840.10008.1.2.4.999'
  const header = readObject(bytes(writeHead({ transferSyntaxUid: future }), fragments))
  assert.deepEqual(header.remarks, [])
  assert.equal(header.transferSyntaxUid, future)
  const problem = problemOf(bytes(writeHead({ transferSyntaxUid: '1.2.3.4' }), fragments))
  assert.equal(problem?.code, 'unknown-transfer-syntax')
  assert.equal(problem.tag, '(0002,0010)')
})

test('preambles that a computer would run are zeroed, and nothing else of the head is touched', () => {
  for (const program of [
    'MZ\x90',
    '\x7fELF',
    '#!/bin/sh',
    '\xca\xfe\xba\xbe',
    '\xcf\xfa\xed\xfe',
    '  <SCRIPT>',
    '<?php ',
  ]) {
    const file = writeFile(elements)
    file.set(bytes(program))
    const { codes, head } = mended(file)
    assert.deepEqual(codes, ['executable-preamble'], program)
    assert.deepEqual(head, writeFile(elements).subarray(0, head?.length))
  }
  for (const harmless of ['II*\0', 'MM\0*', 'II+\0', 'made by a scanner']) {
    const file = writeFile(elements)
    file.set(bytes(harmless))
    assert.deepEqual(mended(file), { codes: [], head: undefined, transferSyntaxUid: EXPLICIT_LITTLE })
  }
})

test('what is missing altogether is said', () => {
  const head = writeHead({ transferSyntaxUid: EXPLICIT_LITTLE })
  assert.equal(problemOf(new Uint8Array(0))?.code, 'empty-file')
  assert.equal(problemOf(bytes('D'))?.code, 'not-dicom')
  assert.equal(problemOf(new Uint8Array(128))?.code, 'not-dicom')
  assert.equal(problemOf(head.subarray(0, 132))?.code, 'no-data-set')
  assert.equal(problemOf(head)?.code, 'no-data-set')
  assert.equal(problemOf(head.subarray(0, 200))?.code, 'truncated')
  assert.equal(problemOf(bytes(head, 'x'))?.code, 'truncated')
  assert.equal(problemOf(bytes('GIF89a and so on'))?.code, 'not-dicom')
  assert.equal(problemOf(bytes('\x08\0 hardly'))?.code, 'not-dicom')
  // The beginning of a TrueType font.
  assert.equal(problemOf(bytes([0, 1, 0, 0, 0, 11, 0, 0x80, 0, 3, 0, 0x30]))?.code, 'not-dicom')
})

test('File Meta Information is read to a limit', () => {
  const large: WrittenElement = { tag: TAG.PrivateInformation, vr: 'OB', value: new Uint8Array(5000) }
  const file = bytes(writeHead({ transferSyntaxUid: EXPLICIT_LITTLE }, [large]), body)
  assert.equal(problemOf(file), undefined)
  assert.equal(problemOf(file, { maxMetaBytes: 4000 })?.code, 'header-too-large')
})
