import assert from 'node:assert/strict'
import { test } from 'node:test'
import { faultsOf, requestOf, usualNeededBy } from './asked-for.ts'

const now = new Date('2026-03-01T10:00:00')
const fields = {
  name: ' Nováková Eva ',
  identifier: '736028/5163',
  identifierKind: 'birth-number',
  birthDate: '',
  wanted: 'CT břicha',
  from: '',
  to: '2025-12-31',
  accession: '',
  reason: 'Před operací',
  clinician: 'MUDr. Malá',
  urgency: 'urgent',
  neededBy: usualNeededBy('urgent', now),
}

test('what is filled in becomes a request, and what is not is left out', () => {
  assert.deepEqual(faultsOf(fields, 'id', now), [])
  assert.deepEqual(requestOf(fields, 'id', ['CT']), {
    institution: 'id',
    patient: { name: 'Nováková Eva', id: { kind: 'birth-number', value: '736028/5163' } },
    clinician: 'MUDr. Malá',
    wanted: 'CT břicha',
    modalities: ['CT'],
    studiedTo: '2025-12-31',
    reason: 'Před operací',
    urgency: 'urgent',
    neededBy: new Date('2026-03-02T10:00').toISOString(),
  })
})

test('each field that lacks or makes no sense is named', () => {
  assert.deepEqual(faultsOf({}, undefined, now), [
    'institution',
    'name',
    'identity',
    'wanted',
    'reason',
    'clinician',
    'neededBy',
  ])
  assert.deepEqual(faultsOf({ ...fields, identifier: '12', neededBy: '2026-03-01T09:59' }, 'id', now), [
    'birthNumber',
    'neededBy',
  ])
  assert.deepEqual(faultsOf({ ...fields, identifier: '12', identifierKind: 'other' }, 'id', now), [])
  assert.deepEqual(faultsOf({ ...fields, from: '2026-01-01' }, 'id', now), ['period'])
})
