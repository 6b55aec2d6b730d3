import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pemOf } from './pem.ts'

const der = Uint8Array.from({ length: 300 }, (_, position) => (position * 7) % 256)
der.set([0x30, 0x82, 0x01, 0x28])
const pem = `-----BEGIN CERTIFICATE-----
${(
  Buffer.from(der)
    .toString('base64')
    .match(/.{1,64}/g) ?? []
).join('\n')}
-----END CERTIFICATE-----
`

test('certificates are taken out of PEM, whatever is written around them', () => {
  const file = `subject=CN = Root\n${pem}\nsubject=CN = Issuing\n${pem}`
  assert.equal(pemOf(Buffer.from(file)), pem + pem)
})

test('DER becomes PEM, byte for byte', () => {
  assert.equal(pemOf(der), pem)
})

test('other files are no certificates', () => {
  for (const file of ['', 'hello', '-----BEGIN PRIVATE KEY-----\nAA\n-----END PRIVATE KEY-----']) {
    assert.equal(pemOf(Buffer.from(file)), undefined)
  }
})
