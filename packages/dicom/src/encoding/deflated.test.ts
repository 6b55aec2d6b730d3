import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { TAG } from '../tags.ts'
import { problemOf, readObject, readParts } from '../testing/read-object.ts'
import {
  bytes,
  EXPLICIT,
  instance,
  pixels,
  SMALL_IMAGE,
  writeDataSet,
  writeHead,
} from '../testing/write-object.ts'
import { textOf } from '../text/text.ts'

const head = writeHead({ transferSyntaxUid: '1.2.840.10008.1.2.1.99' })
const dataSet = writeDataSet(instance(...SMALL_IMAGE), EXPLICIT)
const deflated = deflateRawSync(dataSet)
const file = bytes(head, deflated)

test('a deflated data set is read, one byte at a time as well', () => {
  for (const header of [readObject(file), readParts([...file].map((byte) => Uint8Array.of(byte)))]) {
    assert.deepEqual(header.remarks, [])
    assert.equal(header.objectBytes, file.length)
    assert.equal(header.transferSyntaxUid, '1.2.840.10008.1.2.1.99')
    assert.equal(textOf(header.dataSet, TAG.PatientName), 'Novak^Jan')
  }
})

test('padding and a trailer of gzip belong to it, other bytes do not', () => {
  const odd = [0, 1, 2, 3]
    .map((more) => deflateRawSync(bytes(dataSet, padding(more))))
    .find(({ length }) => length % 2 === 1)
  assert.ok(odd !== undefined)
  const trailer = gzipSync(dataSet).subarray(-8)
  for (const whole of [bytes(head, odd, [0]), bytes(file, trailer)]) {
    assert.deepEqual(readObject(whole).remarks, [])
    assert.equal(readObject(whole).objectBytes, whole.length)
  }
  const garbage = readObject(bytes(file, 'garbage'))
  assert.deepEqual(
    garbage.remarks.map(({ code }) => code),
    ['trailing-bytes'],
  )
  assert.equal(garbage.objectBytes, file.length)
})

/** Trailing padding of some length, so that the deflate stream has another one. */
function padding(more: number): Uint8Array {
  const value = Uint8Array.from({ length: 2 * more }, (_, index) => (index * 37) % 251)
  return writeDataSet([{ tag: TAG.DataSetTrailingPadding, vr: 'OB', value }], EXPLICIT)
}

test('cut off, damaged, or in the wrapping of zlib it is refused', () => {
  assert.equal(problemOf(file.subarray(0, file.length - 5))?.code, 'truncated')
  assert.equal(problemOf(bytes(head, deflateSync(dataSet)))?.code, 'damaged')
  assert.equal(
    problemOf(bytes(head, [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]))?.code,
    'damaged',
  )
})

test('what expands too much is refused while it expands, in bounded memory', () => {
  const bomb = bytes(
    head,
    deflateRawSync(writeDataSet(instance(pixels(new Uint8Array(8_000_000))), EXPLICIT)),
  )
  const limits = { maxRatio: 100, ratioFreeBytes: 1_000_000 }
  assert.equal(problemOf(bomb, limits)?.code, 'expands-too-much')
  assert.ok((problemOf(bomb, limits)?.offset ?? 0) < bomb.length / 2)
  assert.equal(problemOf(bomb), undefined)
})
