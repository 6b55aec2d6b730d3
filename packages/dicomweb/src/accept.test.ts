import assert from 'node:assert/strict'
import { test } from 'node:test'
import { acceptedRanges, DICOM_JSON, DICOM_XML, storeAnswerType } from './accept.ts'

test('ranges with their parameters, quoted or not, the best first', () => {
  const [first, second] = acceptedRanges('image/png;q=0.5, multipart/related; type="image/jpeg;x,y" ;q=0.9')
  assert.equal(first?.type, 'multipart/related')
  assert.equal(first?.parameters.get('type'), 'image/jpeg;x,y')
  assert.deepEqual([second?.type, second?.quality], ['image/png', 0.5])
  assert.equal(acceptedRanges('')[0]?.type, '*/*')
  assert.equal(acceptedRanges(' ; =, ')[0]?.type, '*/*')
})

test('no header keeps the server busy', () => {
  const before = process.cpuUsage()
  acceptedRanges(`a/b${';a= '.repeat(490)}"`)
  const { user } = process.cpuUsage(before)
  assert.ok(user < 1e6, `${user} µs`)
})

test('the answer of STOW-RS: JSON where anything will do, XML where it is wanted, nothing for pictures', () => {
  const typeOf = (accept: string) => storeAnswerType(acceptedRanges(accept))
  assert.equal(typeOf(''), DICOM_JSON)
  assert.equal(typeOf('application/json'), DICOM_JSON)
  assert.equal(typeOf('application/dicom+json;q=0.5, application/dicom+xml'), DICOM_XML)
  assert.equal(typeOf('image/png'), undefined)
})
