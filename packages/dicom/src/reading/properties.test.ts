import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { DicomError } from '../dicom-error.ts'
import { ContentDigest } from '../digest/content-digest.ts'
import { encodings, randomInstance, split } from '../testing/random-object.ts'
import { readObject, readParts } from '../testing/read-object.ts'
import { manifestOfFiles, sharedFile } from '../testing/shared-data.ts'
import { IMPLICIT, writeFile } from '../testing/write-object.ts'

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
