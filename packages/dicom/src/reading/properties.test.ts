import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { DicomError } from '../dicom-error.ts'
import { ContentDigest } from '../digest/content-digest.ts'
import { encodings, randomInstance, split } from '../testing/random-object.ts'
import { readObject, readParts } from '../testing/read-object.ts'
import { manifestOfFiles, sharedFile } from '../testing/shared-data.ts'
import { bytes, EXPLICIT, IMPLICIT, instance, SMALL_IMAGE, writeFile } from '../testing/write-object.ts'

const cuts = fc.array(fc.nat({ max: 5000 }), { maxLength: 8 })

const change = fc.integer({ min: 1, max: 255 })

function digest(object: Uint8Array): string {
  const hash = createHash('sha256')
  const content = new ContentDigest(hash)
  content.push(object)
  content.end()
  return hash.digest('hex')
}

/** All that a reader says of an object. */
function outcome(parts: Iterable<Uint8Array>): unknown {
  try {
    return readParts(parts)
  } catch (error) {
    if (!(error instanceof DicomError)) throw error
    return { code: error.code, offset: error.offset, tag: error.tag, message: error.message }
  }
}

test('what differs only within a private value that begins like a sequence and is none has another digest', () => {
  const digests = [
    [0x00090010, 'abcdefghijkl'],
    [0x00090010, 'abcdefghijkX'],
    [0x00090010, 'abcdefghijklmn'],
    [0x7fe11010, 'abcdefghijkl'],
    [0x7fe11010, 'abcdefghijkX'],
  ] as const
  for (const encoding of [EXPLICIT, IMPLICIT]) {
    const found = digests.map(([tag, words]) => {
      const value = bytes([0xfe, 0xff, 0x00, 0xe0, 6, 0, 0, 0], words)
      const elements = [...instance(...SMALL_IMAGE), { tag, vr: 'UN', value } as const]
      return digest(
        writeFile(
          elements.toSorted((one, other) => one.tag - other.tag),
          encoding,
        ),
      )
    })
    assert.equal(new Set(found).size, digests.length)
  }
})

test('one content reads the same in every encoding, and has one digest', () => {
  fc.assert(
    fc.property(randomInstance, (elements) => {
      const [first, ...others] = encodings.map((options) => writeFile(elements, options))
      assert.ok(first !== undefined)
      const expected = readObject(first)
      for (const other of others) {
        assert.deepEqual(readObject(other).dataSet, expected.dataSet)
        assert.equal(digest(other), digest(first))
      }
    }),
    { numRuns: 300 },
  )
})

test('a change of any one byte of a data set changes its digest, or refuses it', () => {
  // In implicit VR and with lengths each byte means something.
  fc.assert(
    fc.property(randomInstance, fc.nat(), change, (elements, place, change) => {
      const object = writeFile(elements, IMPLICIT)
      const changed = object.slice()
      const head = readObject(object).dataSetOffset
      const at = head + (place % (object.length - head))
      changed[at] = (changed[at] ?? 0) ^ change
      try {
        assert.notEqual(digest(changed), digest(object))
      } catch (error) {
        if (!(error instanceof DicomError)) throw error
      }
    }),
    { numRuns: 500 },
  )
})

test('how an object is split changes nothing of what is read', () => {
  fc.assert(
    fc.property(randomInstance, fc.constantFrom(...encodings), cuts, (elements, options, places) => {
      const object = writeFile(elements, options)
      assert.deepEqual(outcome(split(object, places)), outcome([object]))
    }),
    { numRuns: 300 },
  )
})

test('real files read the same byte by byte', () => {
  for (const { path } of manifestOfFiles()) {
    const object = sharedFile(path)
    if (object.length > 12_000) continue
    const single = Array.from(object, (_, at) => object.subarray(at, at + 1))
    assert.deepEqual(outcome(single), outcome([object]), path)
  }
})
