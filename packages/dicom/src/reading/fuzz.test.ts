/** Real objects, damaged at random with a fixed seed: whatever comes, an object is read or refused, and in time. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { DicomError } from '../dicom-error.ts'
import { split } from '../testing/random-object.ts'
import { readParts } from '../testing/read-object.ts'
import { manifestOfFiles, sharedFile } from '../testing/shared-data.ts'
import type { InstanceHeader } from './instance-header.ts'

/** Larger ones differ from these in pixel data alone. */
const MAX_OBJECT_BYTES = 40_000
/** Of the processor, which other programs on the machine do not add to; far more than any object of this size takes. */
const MAX_PROCESSOR_US = 2_000_000

const corpus = manifestOfFiles()
  .map(({ path }) => sharedFile(path))
  .filter((object) => object.length > 0 && object.length <= MAX_OBJECT_BYTES)

type Damage = (object: Uint8Array, other: Uint8Array) => Uint8Array

const place = fc.nat({ max: MAX_OBJECT_BYTES })
/** Lengths and tags that mean something. */
const telling = fc.constantFrom<readonly number[]>(
  [0xff, 0xff, 0xff, 0xff],
  [0xfe, 0xff, 0xff, 0xff],
  [0xfe, 0xff, 0x00, 0xe0],
  [0xfe, 0xff, 0x0d, 0xe0],
  [0xfe, 0xff, 0xdd, 0xe0],
  [0xe0, 0x7f, 0x10, 0x00],
  [0x53, 0x51, 0x00, 0x00],
  [0x55, 0x4e, 0x00, 0x00],
  [0x00, 0x00, 0x00, 0x00],
  [0x00, 0x00, 0x00, 0x80],
)

const damage: fc.Arbitrary<Damage> = fc.oneof(
  fc.tuple(place, fc.nat({ max: 7 })).map(([at, bit]) => (object: Uint8Array) => {
    const flipped = object.slice()
    const index = at % object.length
    flipped[index] = (flipped[index] ?? 0) ^ (1 << bit)
    return flipped
  }),
  fc.tuple(place, telling).map(([at, bytes]) => (object: Uint8Array) => {
    const overwritten = object.slice()
    // Headers are where it hurts: the first tenth gets most of it.
    const index = at % Math.max(1, at % 10 === 0 ? object.length : Math.min(object.length, 2000))
    for (const [offset, byte] of bytes.entries())
      if (index + offset < object.length) overwritten[index + offset] = byte
    return overwritten
  }),
  place.map((at) => (object: Uint8Array) => object.slice(0, at % object.length)),
  fc.tuple(place, fc.nat({ max: 64 })).map(([at, bytes]) => (object: Uint8Array) => {
    const from = at % object.length
    return concat(object.subarray(0, from), object.subarray(from + bytes))
  }),
  fc.tuple(place, place).map(([at, from]) => (object: Uint8Array, other: Uint8Array) => {
    return concat(object.subarray(0, at % object.length), other.subarray(from % other.length))
  }),
  fc.tuple(place, place, fc.nat({ max: 400 })).map(([at, from, bytes]) => (object: Uint8Array) => {
    const start = from % object.length
    const piece = object.subarray(start, start + bytes)
    return concat(object.subarray(0, at % object.length), piece, object.subarray(at % object.length))
  }),
)

function concat(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(parts.flatMap((part) => [...part]))
}

function outcome(
  parts: Iterable<Uint8Array>,
): InstanceHeader | { readonly code: string; readonly offset: number } {
  try {
    return readParts(parts)
  } catch (error) {
    if (!(error instanceof DicomError)) throw error
    return { code: error.code, offset: error.offset }
  }
}

test('damaged objects are read or refused, the same in any split, in bounded time', () => {
  const object = fc.constantFrom(...corpus)
  const cuts = fc.array(place, { maxLength: 6 })
  fc.assert(
    fc.property(
      object,
      object,
      fc.array(damage, { minLength: 1, maxLength: 4 }),
      cuts,
      (first, other, damages, places) => {
        const damaged = damages.reduce(
          (current, inflict) => (current.length === 0 ? current : inflict(current, other)),
          first,
        )
        const before = process.cpuUsage()
        const whole = outcome([damaged])
        const { user, system } = process.cpuUsage(before)
        assert.ok(user + system < MAX_PROCESSOR_US)
        assert.deepEqual(outcome(split(damaged, places)), whole)
        if ('objectBytes' in whole) {
          assert.ok(whole.objectBytes <= damaged.length && whole.objectBytes > whole.dataSetOffset)
          assert.match(whole.sopInstanceUid, /^[\d.]{1,64}$/)
        }
      },
    ),
    { seed: 20260101, numRuns: Number(process.env.EPACS_FUZZ_RUNS ?? 3000) },
  )
})

test('noise is no DICOM, behind the magic word neither', () => {
  const magic = concat(new Uint8Array(128), Uint8Array.of(0x44, 0x49, 0x43, 0x4d))
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 600 }), (noise) => {
      assert.ok('code' in outcome([noise]))
      assert.ok('code' in outcome([magic, noise]))
    }),
    { seed: 20260101, numRuns: 2000 },
  )
})
