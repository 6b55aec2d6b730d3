import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Study } from '../api/types.ts'
import { labelsOf } from './labels.ts'

const study = (number: number, patient: Partial<Study['patient']> = {}): Study => ({
  studyInstanceUid: `1.2.${number}`,
  patient: { id: 'P-1', name: 'Dvoøák^Jiøí', birthDate: '1960-02-29', sex: 'M', ...patient },
  date: `2026-01-${String(number).padStart(2, '0')}`,
  description: 'CT bøicha',
  modalities: ['CT', 'SR'],
  series: [
    { seriesInstanceUid: `1.2.${number}.1`, modality: 'CT', description: '', instances: 40 },
    { seriesInstanceUid: `1.2.${number}.2`, modality: 'SR', description: null, instances: 1 },
  ],
})

test('each patient has a label, with name and descriptions as they were most likely meant', () => {
  const [first, second, ...others] = labelsOf([study(1), study(2, { id: 'P-2', name: '', sex: 'X' })], 'case')
  assert.equal(others.length, 0)
  assert.partialDeepStrictEqual(first, { name: 'Dvořák Jiří', id: 'P-1', sex: 'M', furtherStudies: 0 })
  assert.deepEqual(first?.studies, [
    { uid: '1.2.1', date: '2026-01-01', modalities: 'CT, SR', description: 'CT břicha', images: 41 },
  ])
  assert.partialDeepStrictEqual(second, { name: '', id: 'P-2', sex: undefined })
})

test('a name that may be right as it is labelled is printed so: what the files say does not stand beside it', () => {
  const [label] = labelsOf([{ ...study(1, { name: 'Sørensen^Hélène' }), description: 'Thorax' }], 'case')
  assert.equal(label?.name, 'Sørensen Hélène')
})

test('the newest studies have a line, as many as there is room for, and the rest is counted', () => {
  const studies = Array.from({ length: 12 }, (_, index) => study(index + 1))
  const [large] = labelsOf(studies, 'case')
  assert.deepEqual([large?.studies.length, large?.furtherStudies], [9, 3])
  assert.equal(large?.studies[0]?.date, '2026-01-12')
  const [small] = labelsOf([...studies.slice(0, 3), { ...study(4), date: null }], 'stick')
  assert.deepEqual(
    small?.studies.map(({ date }) => date),
    ['2026-01-03', '2026-01-02', '2026-01-01'],
  )
  assert.equal(small?.furtherStudies, 1)
})
