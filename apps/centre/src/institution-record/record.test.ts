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

test('fields that cannot be read and fields that do not go together are told at once', () => {
  const elsewhere = {
    ...body,
    country: 'SK',
    ico: null,
    register: 'sk-orsr',
    registerNumber: null,
    postalCode: '1',
  }
  const faultsOf = (changes: object) => {
    const checked = checkRecord({ ...body, ...changes }, before)
    return checked.ok ? [] : checked.faults.map(({ pointer, code }) => `${pointer} ${code}`).toSorted()
  }
  assert.deepEqual(faultsOf({ ico: '12345677', postalCode: '12', name: '' }), [
    '/ico invalid-ico',
    '/name required',
    '/postalCode invalid-postal-code',
  ])
  assert.deepEqual(faultsOf({ ...elsewhere, eligibility: 'eu-provider', name: '', register: 'nowhere' }), [
    '/name required',
    '/postalCode invalid-postal-code',
    '/register unknown-register',
    '/registerNumber required',
  ])
  // What they are judged by is wrong itself.
  assert.deepEqual(faultsOf({ country: 'Slovakia', postalCode: '12' }), ['/country invalid-country'])
})

test('what is empty or has a wrong check digit may stay so while something else is corrected; a new one may not', () => {
  const corrected = checkRecord(body, before)
  assert.ok(corrected.ok)
  assert.partialDeepStrictEqual(corrected.record, { ico: '12345678', street: '', city: 'Brno' })
  assert.deepEqual(checkRecord({ ...body, ico: '12345677' }, before), {
    ok: false,
    faults: [{ pointer: '/ico', code: 'invalid-ico' }],
  })
})
