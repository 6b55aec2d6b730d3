/** What is left when series are taken out, and what the sender must have answered. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Found, FoundPatient } from '@epacs/intake/looking'
import { questionOf } from './answers.ts'
import { countKept, firstSeries, withLeftOut } from './kept.ts'

function patient(ordinal: number, series: number): FoundPatient {
  const study = {
    studyInstanceUid: `1.${ordinal}`,
    date: '',
    description: '',
    series: Array.from({ length: series }, (_, index) => {
      const facts = { modality: 'CT', description: '', number: String(index) }
      return { key: `${ordinal}/${index}`, ...facts, instances: 10, sizeBytes: 1000, kinds: [] }
    }),
  }
  return { ordinal, names: ['A^B'], id: '1', birthDate: '', sex: '', studies: [study] }
}

const patients = [patient(0, 3), patient(1, 2)]
const nothing: ReadonlySet<string> = new Set()
const nobodyElse = withLeftOut(nothing, ['1/0', '1/1'], true)

function state(phase: 'looking' | 'done' | 'skipped' | 'failed') {
  const found: Found = {
    patients,
    perhapsOne: [],
    files: [],
    remarks: [],
    otherReadings: [],
    repeated: 0,
    notLookedInto: [],
  }
  return { phase, filesDone: 50, found } as const
}

test('a patient without a series that is kept is not counted', () => {
  assert.deepEqual(countKept(patients, nobodyElse), {
    patients: 1,
    studies: 1,
    series: 3,
    instances: 30,
    sizeBytes: 3000,
  })
  assert.deepEqual(withLeftOut(nobodyElse, ['1/0', '1/1'], false), nothing)
})

test('a long list is shown from its beginning, a portion of series at a time', () => {
  const shown = firstSeries(patients, 4)
  assert.deepEqual(
    shown.map(({ studies }) => studies.map(({ series }) => series.length)),
    [[3], [1]],
  )
  assert.equal(firstSeries(patients, 3).length, 1)
})

test('two patients are asked about, one is not; an answer is no answer about others', () => {
  const asked = questionOf(state('done'), nothing)
  assert.equal(asked?.kind, 'patients')
  assert.equal(questionOf(state('done'), nobodyElse), undefined)
  const three = {
    ...state('done'),
    found: { ...state('done').found, patients: [...patients, patient(2, 1)] },
  }
  assert.notEqual(questionOf(three, nothing)?.key, asked?.key)
})

test('who does not wait for the look answers for what was not seen; a look that failed stops nobody', () => {
  assert.equal(questionOf(state('skipped'), nothing)?.kind, 'skipped')
  assert.equal(questionOf({ phase: 'failed', filesDone: 0, found: undefined }, nothing), undefined)
})
