/** Structures that real files have and the standard does not, or does not any more. */
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
  SMALL_IMAGE,
  uint16,
  type WritingOptions,
  type WrittenElement,
  writeDataSet,
  writeFile,
  writeHead,
  writeHeader,
} from '../testing/write-object.ts'
import { textOf } from '../text/text.ts'

const ITEM = 0xfffee000
const ITEM_END = 0xfffee00d
const SEQUENCE_END = 0xfffee0dd
const UNDEFINED = 0xffffffff
const PRIVATE = 0x00091010
const mark = (tag: number, length: number, { byteOrder }: WritingOptions = EXPLICIT) =>
  writeHeader(tag, '', length, { vr: 'implicit', byteOrder })

/** A file with an element put where its tag belongs, between group 0008 and the patient. */
function fileWith(raw: Uint8Array, options: WritingOptions = EXPLICIT): Uint8Array {
  const isBefore = ({ tag }: WrittenElement) => tag < PRIVATE
  const head = writeFile(instance(...SMALL_IMAGE).filter(isBefore), options)
  const rest = instance(...SMALL_IMAGE).filter((element) => !isBefore(element))
  return bytes(head, raw, writeDataSet(rest, options))
}

function isReadTo(end: string, file: Uint8Array, codes: readonly string[] = []): void {
  const { remarks, dataSet } = readObject(file)
  assert.deepEqual(
    remarks.map(({ code }) => code),
    codes,
    end,
  )
  assert.equal(textOf(dataSet, TAG.PatientID), '7001011234', end)
}

/** The object is taken as it is, and others may stumble over it. */
function isReadWithRemarkTo(end: string, file: Uint8Array): void {
  isReadTo(end, file, ['irregular-structure'])
}

const content: readonly WrittenElement[] = [{ tag: TAG.CodeMeaning, vr: 'LO', value: 'inside' }]

test('a sequence in UN is implicit inside, as CP-246 has it, or explicit, as some write it', () => {
  for (const inner of [IMPLICIT, EXPLICIT]) {
    const items = bytes(mark(ITEM, UNDEFINED), writeDataSet(content, inner), mark(ITEM_END, 0))
    const open = bytes(writeHeader(PRIVATE, 'UN', UNDEFINED, EXPLICIT), items, mark(SEQUENCE_END, 0))
    const isRead = inner === IMPLICIT ? isReadTo : isReadWithRemarkTo
    isRead(`undefined length, ${inner.vr}`, fileWith(open))
    isReadTo(
      `known length, ${inner.vr}`,
      fileWith(bytes(writeHeader(PRIVATE, 'UN', items.length, EXPLICIT), items)),
    )
  }
})

test('in a big endian data set UN is little endian inside, or big', () => {
  for (const inner of [IMPLICIT, BIG]) {
    const items = bytes(mark(ITEM, UNDEFINED, inner), writeDataSet(content, inner), mark(ITEM_END, 0, inner))
    const open = bytes(writeHeader(PRIVATE, 'UN', UNDEFINED, BIG), items, mark(SEQUENCE_END, 0, inner))
    const isRead = inner === IMPLICIT ? isReadTo : isReadWithRemarkTo
    isRead(inner.byteOrder, fileWith(open, BIG))
  }
})

test('a private value that merely looks like a sequence is passed over as a value', () => {
  for (const inside of ['not an element at all', '\0\0', mark(ITEM, 3), bytes(mark(ITEM_END, 0), 'x')]) {
    const value = bytes(mark(ITEM, UNDEFINED), inside)
    for (const options of [EXPLICIT, IMPLICIT]) {
      const raw = bytes(writeHeader(PRIVATE, 'UN', value.length, options), value)
      isReadTo(String(inside), fileWith(raw, options))
    }
  }
})

test('many such values one after another take no stack', () => {
  const value = bytes(mark(ITEM, 4), 'oops')
  const one = bytes(writeHeader(PRIVATE, 'UN', value.length, EXPLICIT), value)
  const many = new Uint8Array(one.length * 50_000)
  for (let at = 0; at < many.length; at += one.length) many.set(one, at)
  const isBefore = ({ tag }: WrittenElement) => tag < PRIVATE
  const head = writeFile(instance().filter(isBefore))
  const rest = writeDataSet(
    instance().filter((element) => !isBefore(element)),
    EXPLICIT,
  )
  const file = new Uint8Array(head.length + many.length + rest.length)
  file.set(head)
  file.set(many, head.length)
  file.set(rest, head.length + many.length)
  assert.deepEqual(remarksOf(file), [])
})

test('elements without a VR among explicit ones: implicit ones, and placeholders with a short length', () => {
  const element: readonly WrittenElement[] = [{ tag: PRIVATE, vr: 'LO', value: 'text' }]
  isReadTo('implicit', fileWith(writeDataSet(element, IMPLICIT)))
  for (const placeholder of ['??', '--', '  ']) {
    isReadTo(placeholder, fileWith(bytes([9, 0, 0x10, 0x10], placeholder, [4, 0], 'text')))
  }
  isReadTo('a VR of the future', fileWith(bytes([9, 0, 0x10, 0x10], 'XX', [0, 0, 4, 0, 0, 0], 'text')))
})

test('an implicit sequence among explicit elements', () => {
  const sequence: readonly WrittenElement[] = [{ tag: TAG.ConceptNameCodeSequence, items: [content] }]
  for (const lengths of ['defined', 'undefined'] as const) {
    const file = bytes(writeFile(instance()), writeDataSet(sequence, { ...IMPLICIT, lengths }))
    const [item] = readObject(file).dataSet.get(TAG.ConceptNameCodeSequence)?.items ?? []
    assert.equal(item && textOf(item, TAG.CodeMeaning), 'inside')
  }
})

test('delimitations where none belong, and none where they do', () => {
  const inner = writeDataSet(content, EXPLICIT)
  const closed = bytes(mark(ITEM, inner.length), inner)
  const sequence = (length: number, ...parts: readonly Uint8Array[]) =>
    bytes(writeHeader(PRIVATE, 'SQ', length, EXPLICIT), ...parts)
  const end = mark(SEQUENCE_END, 0)
  isReadWithRemarkTo('inside a known length', fileWith(sequence(closed.length + 8, closed, end)))
  isReadWithRemarkTo('behind a known length', fileWith(sequence(closed.length, closed, end)))
  isReadWithRemarkTo(
    'behind an item of known length',
    fileWith(sequence(UNDEFINED, closed, mark(ITEM_END, 0), end)),
  )
  const unclosed = bytes(mark(ITEM, UNDEFINED), inner)
  isReadWithRemarkTo(
    'item without its end before the next',
    fileWith(sequence(UNDEFINED, unclosed, closed, end)),
  )
  isReadWithRemarkTo('item without its end at the end', fileWith(sequence(UNDEFINED, unclosed, end)))
  isReadTo('no end at the end of a known length', fileWith(sequence(unclosed.length, unclosed)))
  isReadTo('an end with a length', fileWith(sequence(UNDEFINED, closed, mark(SEQUENCE_END, 4))))
})

test('fragments under a VR that has none', () => {
  const fragments = bytes(mark(ITEM, 0), mark(ITEM, 2), uint16(1), mark(SEQUENCE_END, 0))
  const rle = writeHead({ transferSyntaxUid: '1.2.840.10008.1.2.5' })
  const head = bytes(rle, writeDataSet(instance(), EXPLICIT))
  for (const vr of ['OW', 'UN']) {
    const file = bytes(head, writeHeader(TAG.PixelData, vr, UNDEFINED, EXPLICIT), fragments)
    assert.deepEqual(remarksOf(file), vr === 'UN' ? ['irregular-structure'] : [], vr)
  }
})

test('empty sequences, empty items and icons with their own pixel data', () => {
  const icon: WrittenElement = { tag: TAG.IconImageSequence, items: [[...SMALL_IMAGE]] }
  const encapsulated = { tag: TAG.PixelData, fragments: [new Uint8Array(0), uint16(1)] }
  for (const lengths of ['defined', 'undefined'] as const) {
    for (const encoding of [EXPLICIT, IMPLICIT, BIG]) {
      const file = writeFile(
        instance(...SMALL_IMAGE, icon, { tag: PRIVATE, items: [] }, { tag: PRIVATE + 1, items: [[], []] }),
        { ...encoding, lengths },
      )
      isReadTo(lengths, file)
    }
    isReadTo(
      'compressed icon',
      writeFile(instance(...SMALL_IMAGE, { ...icon, items: [[encapsulated]] }), { ...EXPLICIT, lengths }),
    )
  }
})

test('private sequences in implicit VR, known and unknown lengths, nested', () => {
  const nested: WrittenElement = { tag: PRIVATE, items: [[{ tag: PRIVATE, items: [content, content] }], []] }
  for (const lengths of ['defined', 'undefined'] as const) {
    isReadTo(lengths, writeFile(instance(...SMALL_IMAGE, nested), { ...IMPLICIT, lengths }))
  }
})

test('sequences within each other are followed to a limit, without a call for each', () => {
  const nested = (depth: number): WrittenElement => {
    let element: WrittenElement = { tag: PRIVATE, items: [] }
    for (let level = 1; level < depth; level++) element = { tag: PRIVATE, items: [[element]] }
    return element
  }
  for (const options of [EXPLICIT, IMPLICIT]) {
    const open = { ...options, lengths: 'undefined' } as const
    assert.equal(problemOf(writeFile(instance(nested(128)), open)), undefined)
    assert.equal(problemOf(writeFile(instance(nested(129)), open))?.code, 'nested-too-deep')
  }
  const bottomless = bytes(writeHeader(PRIVATE, 'SQ', UNDEFINED, EXPLICIT), mark(ITEM, UNDEFINED))
  const million = fileWith(bottomless).subarray(0, -1)
  assert.equal(problemOf(million)?.code, 'truncated')
})

test('broken sequences are refused', () => {
  const sequence = (...parts: readonly Uint8Array[]) =>
    fileWith(bytes(writeHeader(PRIVATE, 'SQ', UNDEFINED, EXPLICIT), ...parts))
  assert.equal(problemOf(sequence(bytes('no item here')))?.code, 'damaged')
  assert.equal(problemOf(sequence(mark(ITEM, 4), mark(ITEM, 0)))?.code, 'damaged')
  assert.equal(problemOf(fileWith(mark(ITEM, 0)))?.code, 'damaged')
})

test('a private value of undefined length in OB is made of fragments', () => {
  const fragments: WrittenElement = { tag: PRIVATE, fragments: [bytes('abc '), bytes('defg')] }
  isReadTo('fragments', fileWith(writeDataSet([fragments], EXPLICIT)))
})
