/** What the rules make of patients: who is matched without a question, and what is asked about. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { identitySchema } from '../config/identity-schema.ts'
import { judged } from './identify.ts'
import { judge } from './match.ts'
import type { Patient } from './patient.ts'
import type { ListedPatient } from './read-patients.ts'

const NUMBER = '6002290008'
const LISTED: ListedPatient = {
  id: '4711',
  issuer: '',
  birthNumber: '',
  name: 'Novák^Ondřej',
  birthDate: '19600229',
  sex: 'M',
}
const SENT: Patient = { id: '4711', issuer: '', name: 'NOVAK^ONDREJ', birthDate: '19600229', sex: 'M' }
const rulesOf = (options: object) =>
  identitySchema.parse({
    patients: { file: 'patients.csv' },
    rules: [{ name: 'ours', patient: 'match', ...options }],
  }).rules

function judgedAgainst(listed: ListedPatient, sent: Patient, options: object = {}) {
  const list = {
    byBirthNumber: (digits: string) => [listed].filter(({ birthNumber }) => birthNumber === digits),
    byId: (id: string) => [listed].filter((each) => each.id === id),
    byNameAndBirthDate: () => [listed],
  }
  const { decision, question } = judge(rulesOf(options), sent, 'Elsewhere', list)
  return question ?? decision?.kind
}

test('a number alone matches nobody: full name and birth date, or the issuer, have to agree with it', () => {
  assert.equal(judgedAgainst(LISTED, SENT), 'write')
  assert.equal(judgedAgainst(LISTED, { ...SENT, name: 'ondrej^novak' }), 'write')
  const without: readonly Partial<Patient>[] = [
    { name: '', birthDate: '', sex: '' },
    { name: '' },
    { birthDate: '' },
    { name: 'NOVAK' },
    { name: 'NOVAK^' },
    { name: 'Novák^Novák' },
  ]
  for (const each of without)
    assert.equal(judgedAgainst(LISTED, { ...SENT, ...each }), 'only-the-number', JSON.stringify(each))
  assert.equal(judgedAgainst({ ...LISTED, birthDate: '' }, SENT), 'only-the-number')
  assert.equal(judgedAgainst({ ...LISTED, name: 'Novák' }, SENT), 'only-the-number')
  const nameless = { ...SENT, issuer: 'NEMOCNICE', name: '', birthDate: '' }
  assert.equal(judgedAgainst(LISTED, nameless), 'only-the-number')
  assert.equal(judgedAgainst({ ...LISTED, issuer: 'NEMOCNICE' }, nameless), 'write')
  // Of those whose own issuer the list does not name.
  assert.equal(judgedAgainst(LISTED, nameless, { issuer: 'NEMOCNICE' }), 'write')
  assert.equal(judgedAgainst({ ...LISTED, issuer: 'ELSEWHERE' }, nameless), 'no-match')
})

test('a name under a wrong character set is the name that it was meant for, and another one is not', () => {
  const listed = { ...LISTED, name: 'Dvořák^Jiří' }
  // windows-1250 that was read as ISO 8859-1.
  assert.equal(judgedAgainst(listed, { ...SENT, name: 'Dvoøák^Jiøí' }), 'write')
  assert.equal(judgedAgainst(listed, { ...SENT, name: 'Dvoøák^Ondøej' }), 'different-name')
  // What is rightly so is compared as it stands, too.
  assert.equal(judgedAgainst({ ...LISTED, name: 'Sørensen^Ole' }, { ...SENT, name: 'SØRENSEN^OLE' }), 'write')
})

test('birth numbers that contradict each other are asked about, however the patient was found', () => {
  const listed = { ...LISTED, birthNumber: '7105060008' }
  const sent = { ...SENT, id: NUMBER }
  const byName = { matchBy: ['birth-number', 'name-and-birth-date'] }
  assert.equal(judgedAgainst(listed, sent, byName), 'different-birth-number')
  assert.equal(judgedAgainst({ ...listed, birthNumber: '' }, sent, byName), 'write')
  assert.equal(judgedAgainst({ ...listed, id: NUMBER }, sent), 'different-birth-number')
  assert.equal(judgedAgainst({ ...listed, birthNumber: NUMBER }, { ...sent, name: '' }), 'write')
})

const seen = (sent: Patient) => ({
  key: JSON.stringify(sent),
  sent,
  instances: 1,
  characterSets: new Set(['ISO_IR 192']),
  longestAccession: 0,
})
const anonymous: Patient = { id: '', issuer: '', name: '', birthDate: '', sex: '' }
const asSent = (patients: readonly Patient[], options: object = {}) =>
  judged(patients.map(seen), (sent) =>
    judge(rulesOf({ patient: 'as-sent', ...options }), sent, 'Elsewhere', {
      byBirthNumber: () => [],
      byId: () => [],
      byNameAndBirthDate: () => [],
    }),
  )

test('two patients are noticed also behind an image that names nobody', () => {
  const questions = asSent([anonymous, SENT, { ...SENT, id: '4712', name: 'Dvořák^Jan' }])
  assert.deepEqual(
    questions.map(({ question }) => question),
    ['several-patients', 'several-patients', 'several-patients'],
  )
  assert.ok(asSent([anonymous, SENT]).every(({ decision }) => decision?.kind === 'write'))
})

test('of more patients than anybody could answer for, one question is asked about the message', () => {
  const patients = Array.from({ length: 201 }, (_, index) => ({ ...SENT, id: `EXT-${index}` }))
  assert.ok(asSent(patients.slice(1)).every(({ question }) => question === 'several-patients'))
  const many = asSent([{ ...SENT, id: 'OURS' }, ...patients], { when: { patientId: ['EXT*'] } })
  const [kept, asked, ...others] = many
  assert.equal(kept?.decision?.kind, 'keep')
  assert.deepEqual([asked?.decision, asked?.question], [undefined, 'too-many-patients'])
  assert.equal(others.length, 200)
  assert.ok(others.every(({ decision }) => decision?.kind === 'refuse'))
})
