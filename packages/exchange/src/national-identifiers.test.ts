import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  birthNumber,
  IDENTIFIER_SYSTEMS,
  institutionIdentifiersOf,
  krzpDigits,
  patientIdentifierOf,
} from './index.ts'
import { isRid } from './national-identifiers.ts'

test('a RID is ten digits, divisible by 13, not by 11', () => {
  assert.equal(isRid('2066425387'), true)
  for (const wrong of ['2066425388', '0066425387', '206642538', 'D123456789', String(13 * 11 * 7_000_000)])
    assert.equal(isRid(wrong), false, wrong)
})

test('no number is a RID and a birth number of ten digits that is divisible by 11; one wrong digit of a RID is seen', () => {
  const rids = fc
    .integer({ min: 76_923_077, max: 769_230_769 })
    .map((times) => String(times * 13))
    .filter(isRid)
  fc.assert(
    fc.property(rids, fc.nat(9), fc.integer({ min: 1, max: 9 }), (rid, place, change) => {
      assert.notEqual(Number(rid) % 11, 0)
      const changed = `${rid.slice(0, place)}${(Number(rid[place]) + change) % 10}${rid.slice(place + 1)}`
      assert.equal(isRid(changed), false)
    }),
  )
})

/** The law's remainder of ten was written as 0 until 1985; since then such numbers are not given. */
function rightOf(nine: string, year: number): string[] {
  const rest = Number(nine) % 11
  if (rest < 10) return [String(rest)]
  return year >= 54 && year <= 85 ? ['0'] : []
}

test('every birth number of ten digits has at most one right last digit, and is known without its stroke', () => {
  const day = fc.record({
    year: fc.nat(99),
    month: fc.integer({ min: 1, max: 12 }),
    day: fc.integer({ min: 1, max: 28 }),
  })
  fc.assert(
    fc.property(day, fc.boolean(), fc.nat(999), ({ year, month, day }, isWoman, serial) => {
      const two = (number: number) => String(number).padStart(2, '0')
      const nine = `${two(year)}${two(month + (isWoman ? 50 : 0))}${two(day)}${String(serial).padStart(3, '0')}`
      const right = [...'0123456789'].filter((last) => birthNumber(`${nine}${last}`) !== undefined)
      assert.deepEqual(right, rightOf(nine, year))
      const written = `${nine.slice(0, 6)}/${nine.slice(6)}${right[0] ?? 'x'}`
      const known = patientIdentifierOf(written)
      if (known?.system === IDENTIFIER_SYSTEMS.rcis) assert.equal(known.value, `${nine}${right[0]}`)
    }),
  )
})

test('what is no national identifier stays the number of a hospital', () => {
  for (const id of ['', 'PAT-1', '123', '12345678901']) assert.equal(patientIdentifierOf(id), undefined)
})

test('a patient whom the register does not know yet has a DRID', () => {
  const drid = { system: 'https://ncez.mzcr.cz/fhir/sid/rid', value: 'D123456789' }
  assert.deepEqual(patientIdentifierOf('D123456789'), drid)
  assert.equal(patientIdentifierOf('D12345678'), undefined)
})

test('an institution has the numbers of its country', () => {
  const none = { icz: null, icp: null, register: null, vatId: null, euid: null }
  const czech = { ...none, country: 'CZ', eligibility: 'czech-provider' as const, ico: '00216224' }
  assert.deepEqual(institutionIdentifiersOf({ ...czech, icz: '04004000', icp: '04004123' }), [
    { system: 'https://ncez.mzcr.cz/fhir/sid/krpzs', value: '00216224' },
    { system: 'https://ncez.mzcr.cz/fhir/sid/ico', value: '00216224' },
    { system: 'https://ncez.mzcr.cz/fhir/sid/icz', value: '04004000' },
    { system: 'https://ncez.mzcr.cz/fhir/sid/icp', value: '04004123' },
  ])
  const university = { ...czech, eligibility: 'accredited-body' as const }
  assert.deepEqual(institutionIdentifiersOf(university), [
    { system: 'https://ncez.mzcr.cz/fhir/sid/ico', value: '00216224' },
  ])
  assert.deepEqual(institutionIdentifiersOf({ ...czech, ico: '12345678' }), [])
  const union = { ...none, ico: null, country: 'AT', eligibility: 'eu-provider' as const }
  const register = { code: 'at-fn', number: 'FN 123456 A' }
  assert.deepEqual(institutionIdentifiersOf({ ...union, register, vatId: 'ATU12345678' }), [
    { system: 'urn:epacs:register:at-fn', value: 'FN 123456 A' },
    { system: 'urn:epacs:vat-id', value: 'ATU12345678', code: 'TAX' },
  ])
  assert.deepEqual(institutionIdentifiersOf({ ...union, register: { ...register, code: null } }), [
    { system: 'urn:epacs:register:at', value: 'FN 123456 A' },
  ])
})

test('a health care worker has nine digits, the first not 0, with or without spaces', () => {
  assert.equal(krzpDigits('123456786'), '123456786')
  assert.equal(krzpDigits(' 123 456 786 '), '123456786')
  for (const wrong of ['023456786', '12345678', '1234567860', '12345678A', '', '123456-786']) {
    assert.equal(krzpDigits(wrong), null, wrong)
  }
})
