import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TAG, type Tag } from '@epacs/dicom'
import { describeStudy, type ManifestOrigin } from './describe-study.ts'

const STUDY = {
  studyInstanceUid: '1.2.3',
  patient: { id: 'P-1', name: 'Nováková^Eva', birthDate: '1960-02-29', sex: 'F' },
  date: '2026-03-15',
  description: 'CT hrudníku',
  modalities: ['CT'],
  series: [],
}
const FROM: ManifestOrigin = {
  message: {
    id: '01940000-0000-7000-8000-000000000001',
    sender: { id: '01940000-0000-7000-8000-000000000002', name: 'Čáslavská nemocnice' },
    createdAt: '2026-07-01T10:00:00.000Z',
  },
  sha256: 'a'.repeat(64),
  origin: 'https://programs.example',
}

function described(headers: readonly (readonly (readonly [Tag, string])[])[], from = FROM) {
  const series = headers.map((header, index) => ({
    seriesInstanceUid: `1.2.3.${index}`,
    instances: [{ sopClassUid: '1.2.840.10008.5.1.4.1.1.2', sopInstanceUid: `1.2.3.${index}.1` }],
    header: new Map(header),
  }))
  return describeStudy(from, STUDY, {
    studyInstanceUid: '1.2.3',
    series,
    transferSyntaxUids: new Set(['1.2.840.10008.1.2.1']),
  })
}

test('what one series does not tell of the study, another does', () => {
  const { study, patient } = described([
    [
      [TAG.AccessionNumber, ' '],
      [TAG.StudyID, 'S1'],
    ],
    [
      [TAG.AccessionNumber, 'A1'],
      [TAG.StudyID, 'S2'],
      [TAG.IssuerOfPatientID, 'RIS'],
    ],
  ])
  assert.deepEqual([study.accessionNumber, study.id, patient.issuer], ['A1', 'S1', 'RIS'])
})

test('the date of a series is a day of the calendar', () => {
  const dateOf = (text: string) => described([[[TAG.SeriesDate, text]]]).series[0]?.date
  assert.deepEqual(['20240229', '2024.02.29 ', '20230229', '20261301', '2026'].map(dateOf), [
    '20240229',
    '20240229',
    '',
    '',
    '',
  ])
})

test('equal descriptions have one UID, and whatever else an object tells is another object', () => {
  const first = described([[]])
  assert.deepEqual(described([[]]), first)
  const { message } = FROM
  const uids = [
    first,
    described([[[TAG.StudyID, 'S1']]]),
    described([[]], { ...FROM, origin: 'https://elsewhere.example' }),
    described([[]], { ...FROM, message: { ...message, sender: { ...message.sender, name: 'Nemocnice' } } }),
    described([[]], { ...FROM, sha256: 'b'.repeat(64) }),
  ].flatMap(({ sopInstanceUid, seriesInstanceUid }) => [sopInstanceUid, seriesInstanceUid])
  assert.equal(new Set(uids).size, 10)
})

test('the moment is in the time zone of the files, or else in that of the network, and says which', () => {
  const moment = (createdAt: string, text = '') => {
    const { message } = FROM
    const told = described([[[TAG.TimezoneOffsetFromUTC, text]]], {
      ...FROM,
      message: { ...message, createdAt },
    })
    return [told.date, told.time, told.timezoneOffset]
  }
  assert.deepEqual(moment('2026-07-01T22:30:00.000Z'), ['20260702', '003000', '+0200'])
  assert.deepEqual(moment('2026-01-01T10:00:00.000Z'), ['20260101', '110000', '+0100'])
  assert.deepEqual(moment('2026-01-01T10:00:00.000Z', '-0330'), ['20260101', '063000', '-0330'])
  assert.deepEqual(moment('2026-01-01T10:00:00.000Z', '+9900'), ['20260101', '110000', '+0100'])
})
