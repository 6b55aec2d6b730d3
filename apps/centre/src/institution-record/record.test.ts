import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkRecord } from './record.ts'

const before = {
  ico: '12345678',
  icz: null,
  icp: null,
  country: 'CZ',
  register: null,
  registerNumber: null,
  vatId: null,
  euid: null,
  street: '',
  postalCode: '',
}
const body = {
  ...before,
  name: 'Ordinace',
  kind: 'private-practice',
  eligibility: 'czech-provider',
  city: 'Brno',
}

test('what is empty or has a wrong check digit may stay so while something else is corrected; a new one may not', () => {
  const corrected = checkRecord(body, before)
  assert.ok(corrected.ok)
  assert.partialDeepStrictEqual(corrected.record, { ico: '12345678', street: '', city: 'Brno' })
  assert.deepEqual(checkRecord({ ...body, ico: '12345677' }, before), {
    ok: false,
    faults: [{ pointer: '/ico', code: 'invalid-ico' }],
  })
})
