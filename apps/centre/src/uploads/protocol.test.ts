import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BadTusHeader, readByteCount, readChecksum, readGivenName } from './protocol.ts'

const base64 = (text: string) => Buffer.from(text).toString('base64')

test('byte counts are plain non-negative integers', () => {
  assert.equal(readByteCount('Upload-Offset', '0'), 0)
  assert.equal(readByteCount('Upload-Length', '53687091200'), 53_687_091_200)
  for (const bad of [undefined, '', '-1', '+1', '01', '1.5', '1e3', ' 1', '0x10', '99999999999999999999']) {
    assert.throws(() => readByteCount('Upload-Offset', bad), BadTusHeader, String(bad))
  }
})

test('the name comes from relativePath, else filename, else name', () => {
  const filename = `filename ${base64('IM1.dcm')}`
  assert.equal(readGivenName(`${filename},relativePath ${base64('CD/IM1.dcm')}`), 'CD/IM1.dcm')
  assert.equal(readGivenName(`relativePath ${base64('null')},${filename}`), 'IM1.dcm')
  assert.equal(readGivenName(`name ${base64('ž.dcm')},is_confidential`), 'ž.dcm')
  assert.equal(readGivenName(undefined), '')
  assert.throws(() => readGivenName('filename not*base64'), BadTusHeader)
})

test('checksums name a known algorithm and have its length', () => {
  const digest = Buffer.alloc(20, 7)
  assert.deepEqual(readChecksum(`sha1 ${digest.toString('base64')}`), { algorithm: 'sha1', digest })
  assert.equal(readChecksum(undefined), undefined)
  for (const bad of ['sha1', 'sha512 AAAA', `sha256 ${digest.toString('base64')}`, 'constructor AAAA', '']) {
    assert.throws(() => readChecksum(bad), BadTusHeader, bad)
  }
})
