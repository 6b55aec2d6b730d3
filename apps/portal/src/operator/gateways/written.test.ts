import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addressesOf, certificatesOf } from './written.ts'

const pem = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----'

test('certificates and fingerprints may be written one after another', () => {
  assert.deepEqual(certificatesOf(`${pem}\n\n AA:BB \n${pem}\n`), [pem, pem, 'AA:BB'])
  assert.deepEqual(certificatesOf(' \n'), [])
  assert.deepEqual(certificatesOf('no certificate'), ['no certificate'])
})

test('addresses may be parted by lines, commas and spaces', () => {
  assert.deepEqual(addressesOf('10.0.0.1, 10.1.0.0/16\n2001:db8::1 ; '), [
    '10.0.0.1',
    '10.1.0.0/16',
    '2001:db8::1',
  ])
  assert.deepEqual(addressesOf(''), [])
})
