import assert from 'node:assert/strict'
import { test } from 'node:test'
import { certainStudies } from './certain.ts'
import type { ImageRequest } from './open-requests.ts'
import type { PacsStudy } from './pacs-studies.ts'

const request: ImageRequest = {
  id: 'r',
  asking: { id: 'i', name: 'I' },
  clinician: 'MUDr. A',
  patient: {
    name: 'Nováková Eva',
    id: { kind: 'birth-number', value: '736028/5152' },
    birthDate: '1973-10-28',
  },
  wanted: 'CT',
  modalities: ['CT'],
  studiedFrom: '2026-01-01',
  studiedTo: '2026-03-31',
  accessionNumber: null,
  reason: 'r',
  urgency: 'routine',
  neededBy: '2026-04-01T00:00:00Z',
  overdue: false,
  createdAt: '2026-03-31T00:00:00Z',
}
const study: PacsStudy = {
  study: '1.2',
  patientId: '7360285152',
  patientName: 'NOVAKOVA^EVA',
  birthDate: '19731028',
  date: '20260315',
  description: '',
  accessionNumber: '',
  modalities: ['CT', 'SR'],
  instances: 3,
}
const rule = { modalities: ['CT', 'MR'], mostStudies: 2 }

test('what is exactly the patient, of the period and a modality that the rule allows goes by itself', () => {
  const old = { ...study, study: '1.3', date: '20250101' }
  assert.deepEqual(certainStudies(request, [study, old], rule), ['1.2'])
})

test('where anything is not said, or does not agree, a person chooses', () => {
  const { patient } = request
  const unsaid: readonly Partial<ImageRequest>[] = [
    { patient: { ...patient, id: null } },
    { patient: { ...patient, birthDate: null } },
    { studiedFrom: null },
    { modalities: [] },
    { modalities: ['CT', 'US'] },
  ]
  for (const each of unsaid) assert.equal(certainStudies({ ...request, ...each }, [study], rule), undefined)
  const others: readonly Partial<PacsStudy>[] = [
    { patientId: '7801230020' },
    { birthDate: '19731029' },
    { birthDate: '' },
    { patientName: 'SVOBODOVA^EVA' },
    { patientName: '' },
    { patientName: 'EVA' },
    { modalities: ['US'] },
    { date: '20260401' },
  ]
  for (const each of others) assert.equal(certainStudies(request, [{ ...study, ...each }], rule), undefined)
  const three = ['1', '2', '3'].map((uid) => ({ ...study, study: uid }))
  assert.equal(certainStudies(request, three, rule), undefined, 'more than the rule allows')
  assert.equal(certainStudies(request, [], rule), undefined)
})
