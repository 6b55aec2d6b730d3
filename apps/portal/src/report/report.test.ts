import assert from 'node:assert/strict'
import { test } from 'node:test'
import { faultOf, isPdf, isStudyAsked, isStudyMissing, studyOf, studyOptions, studySent } from './report.ts'

const series = (key: string) => ({
  key,
  modality: 'CT',
  description: '',
  number: '',
  instances: 1,
  kinds: [],
  sizeBytes: 1,
})
const study = (uid: string) => ({
  studyInstanceUid: uid,
  date: '20260102',
  description: uid,
  series: [series(`${uid}/1`), series(`${uid}/2`)],
})
const patients = [
  {
    ordinal: 0,
    names: ['Novák^Jan'],
    id: '1',
    birthDate: '',
    sex: '',
    studies: [study('first'), study('second')],
  },
]
const report = { file: new File(['%PDF-1.4'], 'a.pdf'), title: '', study: '' }

test('a PDF is known by its beginning, not by its name', async () => {
  assert.equal(await isPdf(new Blob(['%PDF-1.7 …'])), true)
  assert.equal(await isPdf(new Blob(['PK\x03\x04'])), false)
  assert.equal(await isPdf(new Blob([])), false)
})

test('a PDF that cannot be read is told from a file that is none', async () => {
  const locked = new Blob(['%PDF-1.7 …'])
  locked.slice = () =>
    Object.assign(new Blob([]), {
      arrayBuffer: () => Promise.reject(new DOMException('locked', 'NotReadableError')),
    })
  assert.equal(await faultOf(locked), 'notReadable')
  assert.equal(await faultOf(new Blob(['PK'])), 'notPdf')
  assert.equal(await faultOf(new Blob(['%PDF-1.7 …'])), undefined)
})

test('a study that is left out wholly is none that a report could belong to', () => {
  const uids = (leftOut: readonly string[]) =>
    studyOptions(patients, new Set(leftOut)).map(({ studyInstanceUid }) => studyInstanceUid)
  assert.deepEqual(uids([]), ['first', 'second'])
  assert.deepEqual(uids(['first/1', 'first/2']), ['second'])
  assert.deepEqual(uids(['first/1']), ['first', 'second'])
})

test('one study needs no choice, of several one has to be chosen', () => {
  const options = studyOptions(patients, new Set())
  assert.equal(studyOf(report, options), undefined)
  assert.equal(studyOf({ ...report, study: 'second' }, options), 'second')
  assert.equal(studyOf({ ...report, study: 'gone' }, options), undefined)
  assert.equal(studyOf(report, options.slice(0, 1)), 'first')
  assert.equal(isStudyAsked(report, options), true)
  assert.equal(isStudyMissing(report, options), true)
  assert.equal(isStudyAsked(report, options.slice(0, 1)), false)
  assert.equal(isStudyMissing(report, options.slice(0, 1)), false)
})

test('a report of a study that is gone goes to no other one, but asks anew, be there only one left', () => {
  const left = studyOptions(patients, new Set(['first/1', 'first/2']))
  const ofFirst = { ...report, study: 'first' }
  assert.equal(studyOf(ofFirst, left), undefined)
  assert.equal(isStudyAsked(ofFirst, left), true)
  assert.equal(isStudyMissing(ofFirst, left), true)
  assert.equal(isStudyMissing({ ...report, study: 'second' }, left), false)
})

test('a chosen study is sent also when the look that found it was given up', () => {
  assert.equal(studySent({ ...report, study: 'second' }, []), 'second')
  assert.equal(studySent(report, []), null)
  assert.equal(studySent(report, studyOptions(patients, new Set(['first/1', 'first/2']))), 'second')
})

test('where there is no study to choose, none is asked for', () => {
  assert.equal(isStudyAsked({ ...report, study: 'first' }, []), false)
  assert.equal(isStudyMissing({ ...report, study: 'first' }, []), false)
})
