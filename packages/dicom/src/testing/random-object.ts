/** Random data sets for property tests, seeded by fast-check. */
import fc from 'fast-check'
import type { Tag, VR } from '../data-set.ts'
import { TAG } from '../tags.ts'
import { instance, type WritingOptions, type WrittenElement } from './write-object.ts'

const numbers: readonly VR[] = ['US', 'SS', 'UL', 'SL', 'FL', 'FD', 'OW', 'OF', 'OD', 'UV', 'AT']
const plain: readonly VR[] = ['LO', 'SH', 'UT', 'OB', 'UN', 'ST', 'DS']

const value = fc.oneof(
  fc.record({
    vr: fc.constantFrom(...numbers),
    value: fc
      .uint8Array({ maxLength: 5 })
      .map((units) => Uint8Array.from([...units].flatMap((unit) => [unit, 0, 7, unit, 1, 2, 3, 4]))),
  }),
  fc.record({
    vr: fc.constantFrom(...plain),
    value: fc.uint8Array({ maxLength: 30 }).map((bytes) => bytes.map((byte) => 0x20 + (byte % 0x5f))),
  }),
)
const privateTag = fc.integer({ min: 0, max: 0x3fff }).map((number): Tag => 0x00111000 + number)
/** Some that are kept, and some that are not. */
const tag = fc.oneof(
  privateTag,
  fc.constantFrom(TAG.CodeMeaning, TAG.CodeValue, TAG.InstanceNumber, TAG.StudyDescription, TAG.TextValue),
)
const sequenceTag = fc.oneof(
  privateTag,
  fc.constantFrom(TAG.ConceptNameCodeSequence, TAG.ReferencedSeriesSequence),
)

const { element } = fc.letrec<{ element: WrittenElement; items: readonly (readonly WrittenElement[])[] }>(
  (tie) => ({
    element: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      { weight: 4, arbitrary: fc.record({ tag, value }).map(({ tag, value }) => ({ tag, ...value })) },
      { weight: 1, arbitrary: fc.record({ tag: sequenceTag, items: tie('items') }) },
    ),
    items: fc.array(fc.array(tie('element'), { maxLength: 4 }).map(ascending), { maxLength: 3 }),
  }),
)

const pixelData: fc.Arbitrary<WrittenElement> = fc
  .uint8Array({ maxLength: 64 })
  .map((bytes) => ({ tag: TAG.PixelData, vr: 'OW', value: bytes.subarray(0, bytes.length & ~1) }))

/** An instance in order, with anything besides what identifies it. */
export const randomInstance: fc.Arbitrary<readonly WrittenElement[]> = fc
  .tuple(fc.array(element, { maxLength: 12 }), fc.option(pixelData))
  .map(([elements, pixels]) => instance(...elements, ...(pixels === null ? [] : [pixels])))

export const encodings: readonly WritingOptions[] = (['defined', 'undefined'] as const).flatMap((lengths) => [
  { vr: 'implicit', byteOrder: 'little', lengths } as const,
  { vr: 'explicit', byteOrder: 'little', lengths } as const,
  { vr: 'explicit', byteOrder: 'big', lengths } as const,
])

/** Where to cut bytes into parts. */
export function split(object: Uint8Array, cuts: readonly number[]): readonly Uint8Array[] {
  const places = [...new Set(cuts.map((cut) => cut % (object.length + 1)))].sort((one, other) => one - other)
  return [0, ...places].map((from, index) => object.subarray(from, places[index] ?? object.length))
}

function ascending(elements: readonly WrittenElement[]): readonly WrittenElement[] {
  const byTag = new Map(elements.map((element) => [element.tag, element]))
  return [...byTag.values()].sort((one, other) => one.tag - other.tag)
}
