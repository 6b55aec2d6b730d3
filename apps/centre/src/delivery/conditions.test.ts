import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { answerFor, singleRange } from './conditions.ts'

const facts = { sizeBytes: 1000, etag: '"abc"', modifiedAt: new Date('2026-11-24T10:00:00.700Z') }
const date = 'Tue, 24 Nov 2026 10:00:00 GMT'
const earlier = 'Tue, 24 Nov 2026 09:59:59 GMT'

test('ranges as in RFC 9110 section 14', () => {
  assert.deepEqual(singleRange('bytes=0-0', 1000), { start: 0, end: 0 })
  assert.deepEqual(singleRange('bytes=10-', 1000), { start: 10, end: 999 })
  assert.deepEqual(singleRange('bytes=-10', 1000), { start: 990, end: 999 })
  assert.deepEqual(singleRange('bytes=-5000', 1000), { start: 0, end: 999 })
  assert.deepEqual(singleRange('bytes=900-5000', 1000), { start: 900, end: 999 })
  assert.equal(singleRange('bytes=1000-', 1000), 'unsatisfiable')
  assert.equal(singleRange('bytes=-0', 1000), 'unsatisfiable')
  for (const ignored of [
    'bytes=-',
    'bytes=5-4',
    'bytes=0-1,5-6',
    'items=0-1',
    'bytes=a-b',
    'bytes 0-1',
    '',
  ]) {
    assert.equal(singleRange(ignored, 1000), undefined, ignored)
  }
})

test('whatever the header, a range lies within the package', () => {
  const header = fc.oneof(
    fc.string(),
    fc.tuple(fc.bigInt({ min: 0n }), fc.bigInt({ min: 0n })).map(([a, b]) => `bytes=${a}-${b}`),
    fc.bigInt({ min: 0n }).map((a) => `bytes=-${a}`),
  )
  fc.assert(
    fc.property(header, fc.nat(), (text, sizeBytes) => {
      const range = singleRange(text, sizeBytes)
      if (range === undefined || range === 'unsatisfiable') return
      assert.ok(0 <= range.start && range.start <= range.end && range.end < sizeBytes)
    }),
  )
})

test('conditions as in RFC 9110 section 13', () => {
  const status = (headers: Record<string, string>) => answerFor(headers, facts).status
  assert.equal(status({}), 200)
  assert.equal(status({ range: 'bytes=0-1' }), 206)
  assert.equal(status({ range: 'bytes=1000-' }), 416)
  assert.equal(status({ range: 'bytes=0-1,3-4' }), 200)
  assert.equal(status({ 'if-none-match': '"x", W/"abc"' }), 304)
  assert.equal(status({ 'if-none-match': '*' }), 304)
  assert.equal(status({ 'if-none-match': '"x"', 'if-modified-since': date }), 200)
  assert.equal(status({ 'if-modified-since': date }), 304)
  assert.equal(status({ 'if-modified-since': earlier }), 200)
  assert.equal(status({ 'if-modified-since': 'yesterday' }), 200)
  assert.equal(status({ 'if-match': '"abc"' }), 200)
  assert.equal(status({ 'if-match': 'W/"abc"' }), 412)
  assert.equal(status({ 'if-match': '"x"' }), 412)
  assert.equal(status({ 'if-unmodified-since': earlier }), 412)
  assert.equal(status({ 'if-unmodified-since': date }), 200)
  const range = 'bytes=0-1'
  assert.equal(status({ range, 'if-range': '"abc"' }), 206)
  assert.equal(status({ range, 'if-range': 'W/"abc"' }), 200)
  assert.equal(status({ range, 'if-range': '"other"' }), 200)
  assert.equal(status({ range, 'if-range': date }), 206)
  assert.equal(status({ range, 'if-range': earlier }), 200)
})

test('where no date tells versions apart, no condition of a date is met', () => {
  const undated = { ...facts, modifiedAt: null }
  const later = 'Wed, 25 Nov 2099 10:00:00 GMT'
  assert.equal(answerFor({ 'if-unmodified-since': later }, undated).status, 412)
  assert.equal(answerFor({ 'if-unmodified-since': 'no date' }, undated).status, 200)
  assert.equal(answerFor({ 'if-modified-since': later }, undated).status, 200)
  assert.equal(answerFor({ range: 'bytes=0-9', 'if-range': date }, undated).status, 200)
  assert.equal(answerFor({ range: 'bytes=0-9', 'if-range': '"abc"' }, undated).status, 206)
})
