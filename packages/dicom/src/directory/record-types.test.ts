import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DataSet } from '../data-set.ts'
import { TAG } from '../tags.ts'
import { leafRecordType } from './record-types.ts'

const NOTHING: DataSet = new Map()
const storage = (suffix: string) => `1.2.840.10008.5.1.4.1.1.${suffix}`

test('each kind of object has the record that PS3.3 F.5 gives it', () => {
  const expected: Readonly<Record<string, readonly string[]>> = {
    IMAGE: [
      '2',
      '2.1',
      '4',
      '6.1',
      '7',
      '7.4',
      '12.1.1',
      '13.1.3',
      '20',
      '66.4',
      '66.7',
      '77.1.1',
      '77.1.5.1',
      '77.1.6',
      '128',
      '481.1',
    ],
    'RT DOSE': ['481.2'],
    'RT STRUCTURE SET': ['481.3'],
    'RT PLAN': ['481.5', '481.8'],
    'RT TREAT RECORD': ['481.4', '481.6', '481.7', '481.9'],
    RADIOTHERAPY: ['481.10', '481.11', '481.25'],
    PRESENTATION: ['11.1', '11.4', '11.12', '131'],
    WAVEFORM: ['9.1.1', '9.2.1', '9.7.4'],
    'SR DOCUMENT': ['88.11', '88.22', '88.33', '88.67', '88.76', '78.6', '79.1'],
    'KEY OBJECT DOC': ['88.59'],
    SPECTROSCOPY: ['4.2'],
    'RAW DATA': ['66'],
    REGISTRATION: ['66.1', '66.3'],
    FIDUCIAL: ['66.2'],
    SURFACE: ['66.5'],
    'SURFACE SCAN': ['68.1', '68.2'],
    TRACT: ['66.6'],
    'VALUE MAP': ['67'],
    STEREOMETRIC: ['77.1.5.3'],
    MEASUREMENT: ['78.1', '78.8', '80.1'],
    ASSESSMENT: ['90.1'],
    ANNOTATION: ['91.1'],
    'ENCAP DOC': ['104.1', '104.2', '104.5'],
  }
  for (const [type, suffixes] of Object.entries(expected)) {
    for (const suffix of suffixes) assert.equal(leafRecordType(storage(suffix), NOTHING), type, suffix)
  }
})

test('instructions for radiotherapy delivery, whose classes stand elsewhere, are plans', () => {
  for (const uid of ['1.2.840.10008.5.1.4.34.7', '1.2.840.10008.5.1.4.34.10'])
    assert.equal(leafRecordType(uid, NOTHING), 'PLAN', uid)
})

test('an object of a class that nobody knows is told by what it has', () => {
  const has = (tag: number): DataSet =>
    new Map([[tag, { tag, vr: 'US', value: new Uint8Array(2), items: [] }]])
  for (const sopClassUid of ['1.3.12.2.1107.5.9.1', storage('999.1'), storage('66.99'), '1.2']) {
    assert.equal(leafRecordType(sopClassUid, NOTHING), 'RAW DATA')
    assert.equal(leafRecordType(sopClassUid, has(TAG.Rows)), 'IMAGE')
    assert.equal(leafRecordType(sopClassUid, has(TAG.MIMETypeOfEncapsulatedDocument)), 'ENCAP DOC')
  }
})
