import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cx, patientNumber, patientOfStudy, xon, xpn } from './hl7-values.ts'

const CASLAV = '01940000-0000-7000-8000-000000000001'
const OTHER = '01940000-0000-7000-8000-000000000002'

function numbered(id: string, { issuer = '', studyInstanceUid = '1.2.3' } = {}) {
  const patient = { id, name: '', birthDate: null, sex: null }
  return { study: { patient, studyInstanceUid }, description: { patient: { issuer } } }
}
const authority = (id: string, by: string, issuer = '') =>
  patientNumber(numbered(id, { issuer }), by)?.authority ?? ''

test('without a Patient ID nobody is taken for somebody else', () => {
  for (const id of ['', '  ']) assert.equal(patientNumber(numbered(id), CASLAV), undefined)
  const [one, other] = ['1.2.3', '1.2.4'].map((uid) =>
    cx(patientOfStudy(numbered('', { studyInstanceUid: uid }))),
  )
  assert.match(one ?? '', /^1\.2\.3\^\^\^&2\.25\.\d+&ISO$/)
  assert.notEqual(one, other)
  assert.equal(patientNumber(numbered('&'.repeat(64)), CASLAV), undefined, 'one that does not fit is not cut')
})

test('a national number is the same whoever sends it, any other is of its issuer as the sender names it', () => {
  assert.deepEqual(
    patientNumber(numbered('736028/5152'), CASLAV),
    patientNumber(numbered('7360285152', { issuer: 'X' }), OTHER),
  )
  assert.equal(authority('P-1', CASLAV), `2.25.${BigInt(`0x${CASLAV.replaceAll('-', '')}`)}`)
  const all = [
    authority('P-1', CASLAV),
    authority('P-1', OTHER),
    authority('P-1', CASLAV, 'RIS'),
    authority('P-1', OTHER, 'RIS'),
    authority('P-1', CASLAV, 'PACS'),
    authority('7360285152', CASLAV),
  ]
  assert.equal(new Set(all).size, all.length)
  for (const each of all) assert.match(each, /^2\.25\.[1-9]\d{0,38}$/)
})

test('values fit into the 256 characters of a rim:Value, and no escape is cut in two', () => {
  const long = '^&'.repeat(500)
  const values = [
    xon({ id: CASLAV, name: long }),
    `PID-5|${xpn(`${'&'.repeat(99)}^${'&'.repeat(99)}^${'&'.repeat(99)}^${'&'.repeat(99)}^${'&'.repeat(99)}`)}`,
    `PID-3|${cx(patientNumber(numbered('&'.repeat(63)), CASLAV) ?? patientOfStudy(numbered('')))}`,
  ]
  for (const value of values) {
    assert.ok(value.length <= 256, `${value.length}`)
    assert.equal((value.match(/\\/g) ?? []).length % 2, 0)
  }
})
