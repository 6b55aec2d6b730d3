/** Directory records made from data sets: required keys, text, what is made up, what is left out. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DataElement, DataSet } from '../data-set.ts'
import { dictionaryVr, type Keyword, TAG } from '../tags.ts'
import { textOf } from '../text/text.ts'
import { buildRecord, completeRecord, type DirectoryRecord, gapsOf, keyNames } from './record.ts'
import { decodeRecord, encodeRecord } from './record-encoding.ts'
import { RECORD_KEYS } from './record-keys.ts'
import { LEAF_RECORD_TYPES, type RecordType } from './record-types.ts'

type Value = string | Uint8Array | readonly DataSet[]

function dataSet(values: Partial<Record<Keyword, Value>>): DataSet {
  const elements = (Object.entries(values) as [Keyword, Value][]).map(([keyword, value]): DataElement => {
    const tag = TAG[keyword]
    const vr = dictionaryVr(tag) ?? 'UN'
    if (typeof value === 'string') return { tag, vr, value: new TextEncoder().encode(value), items: [] }
    if (value instanceof Uint8Array) return { tag, vr, value, items: [] }
    return { tag, vr, value: new Uint8Array(), items: value }
  })
  return new Map(elements.sort((one, other) => one.tag - other.tag).map((each) => [each.tag, each]))
}

const FROM = { ordinal: 3, identity: 'ID-3' }
const build = (type: RecordType, values: Partial<Record<Keyword, Value>>) =>
  buildRecord(type, dataSet(values), FROM)
const bytes = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0))

function textIn(record: DirectoryRecord, keyword: Keyword): string | undefined {
  return textOf(
    decodeRecord(encodeRecord({ ...record, elements: record.elements.filter(({ vr }) => vr !== 'SQ') })),
    TAG[keyword],
  )
}

function itemsOf(record: DirectoryRecord, keyword: Keyword) {
  return record.elements.find(({ tag }) => tag === TAG[keyword])?.items
}

test('a record of nothing has every type 1 key with a value and every type 2 key', () => {
  for (const type of ['PATIENT', 'STUDY', 'SERIES', ...LEAF_RECORD_TYPES] as const) {
    const record = build(type, {})
    const made = new Map(record.elements.map((element) => [element.tag, element]))
    for (const { tag, name, type: required } of RECORD_KEYS[type]) {
      const element = made.get(tag)
      if (required === 1)
        assert.ok(element && element.value.length + element.items.length > 0, `${type}: ${name}`)
      if (required === 2) assert.ok(element, `${type}: ${name}`)
      if (required === 3) assert.equal(element, undefined, `${type}: ${name}`)
    }
    assert.deepEqual(
      keyNames(type, record.inventedKeys),
      RECORD_KEYS[type].filter(({ type }) => type === 1).map(({ name }) => name),
    )
  }
})

test('what is made up comes from the instance where it can', () => {
  const study = build('STUDY', { ContentDate: '20260203', ContentTime: '112233' })
  assert.equal(textIn(study, 'StudyDate'), '20260203')
  assert.equal(textIn(study, 'StudyTime'), '112233')
  assert.equal(textIn(study, 'StudyID'), '3')
  const dated = build('STUDY', {
    StudyDate: '20260203',
    SeriesDate: '20260203',
    SeriesTime: '0700',
    ContentDate: '20260204',
    ContentTime: '112233',
  })
  assert.equal(textIn(dated, 'StudyTime'), '0700')
  const unknown = build('STUDY', { ContentDate: '20269999' })
  assert.equal(textIn(unknown, 'StudyDate'), '19000101')
  assert.equal(textIn(unknown, 'StudyTime'), '000000')
  assert.equal(textIn(build('PATIENT', { PatientID: ' \0' }), 'PatientID'), 'ID-3')
})

test('text is taken over with its character set when that is in order', () => {
  const czech = build('PATIENT', {
    SpecificCharacterSet: 'ISO_IR 101 ',
    PatientID: 'P',
    PatientName: bytes('Dvo\xf8\xe1k '),
  })
  assert.deepEqual(czech.terms, ['ISO_IR 101'])
  assert.deepEqual(czech.elements[0]?.value, bytes('Dvo\xf8\xe1k'))
  assert.equal(textIn(czech, 'PatientName'), 'Dvořák')
  const escaped = build('PATIENT', {
    SpecificCharacterSet: '\\ISO 2022 IR 87',
    PatientName: bytes('Yamada=\x1b$B;3ED\x1b(B'),
  })
  assert.deepEqual(escaped.terms, ['', 'ISO 2022 IR 87'])
  assert.equal(textIn(escaped, 'PatientName'), 'Yamada=山田')
})

test('text is written in UTF-8 when its character set is unknown, missing, or not what it says', () => {
  const cases: readonly (readonly [string | undefined, Uint8Array, string])[] = [
    ['WINDOWS-1250', bytes('\x8elut\xfd'), 'Žlutý'],
    [undefined, bytes('Dvo\xf8\xe1k'), 'Dvořák'],
    ['ISO_IR 101', bytes('\x8elut\xfd'), 'Žlutý'],
    ['ISO_IR 192', bytes('a\xff\xffb'), 'ab'],
    ['ISO_IR 100\\ISO_IR 101', bytes('\xc1'), 'Á'],
    // In order, and yet readers at large do not know them.
    ['ISO 2022 IR 100', bytes('J\xe9r\xf4me'), 'Jérôme'],
    ['ISO_IR 203', bytes('\xbcuvre'), 'Œuvre'],
    ['ISO 2022 IR 100\\ISO 2022 IR 203', bytes('\x1b-b\xbcuvre'), 'Œuvre'],
  ]
  for (const [terms, name, expected] of cases) {
    const record = build('PATIENT', {
      ...(terms === undefined ? {} : { SpecificCharacterSet: terms }),
      PatientName: name,
    })
    assert.deepEqual(record.terms, ['ISO_IR 192'], terms)
    assert.equal(textIn(record, 'PatientName'), expected, terms)
  }
})

test('a record of nothing but ASCII declares no character set', () => {
  assert.deepEqual(build('PATIENT', { SpecificCharacterSet: 'ISO_IR 101', PatientName: 'Novak' }).terms, [])
  assert.deepEqual(build('PATIENT', { SpecificCharacterSet: 'NONSENSE', PatientName: 'Novak' }).terms, [])
  // A backslash of ISO-IR 14 is a yen sign.
  assert.deepEqual(build('STUDY', { SpecificCharacterSet: 'ISO_IR 13', StudyDescription: 'a~b' }).terms, [
    'ISO_IR 13',
  ])
})

test('control characters and what is no text in codes, dates and numbers do not pass', () => {
  assert.equal(
    textIn(build('PATIENT', { PatientName: 'Novak\r\nJan\0\x07^\x1b[2J' }), 'PatientName'),
    'Novak  Jan^[2J',
  )
  const series = build('SERIES', {
    Modality: bytes('C\xff'),
    SeriesNumber: '1\n2',
    SeriesDescription: 'a\tb',
  })
  assert.deepEqual(keyNames('SERIES', series.inventedKeys), [
    'Modality',
    'Series Instance UID',
    'Series Number',
  ])
  assert.equal(textIn(series, 'SeriesDescription'), 'a b')
  assert.equal(textIn(build('ENCAP DOC', { DocumentTitle: 'one\r\ntwo' }), 'DocumentTitle'), 'one\r\ntwo')
})

test('values longer than a directory can hold are shortened, all others are not', () => {
  const long = 'x'.repeat(20_000)
  assert.equal(textIn(build('PATIENT', { PatientName: long }), 'PatientName'), long)
  assert.equal(textIn(build('PATIENT', { PatientName: 'x'.repeat(70_000) }), 'PatientName'), 'x'.repeat(1000))
  const wide = build('PATIENT', {
    SpecificCharacterSet: 'NONSENSE',
    PatientName: bytes('\xe9'.repeat(40_000)),
  })
  assert.equal(textIn(wide, 'PatientName')?.length, 1000)
  assert.equal(textIn(build('SERIES', { Modality: 'x'.repeat(70_000) }), 'Modality'), 'OT')
})

test('a report repeats the modifiers of its title, and no other content', () => {
  const item = (relationship: string) =>
    dataSet({
      RelationshipType: relationship,
      ValueType: 'CODE',
      ConceptNameCodeSequence: [
        dataSet({ CodeValue: '1', CodingSchemeDesignator: 'DCM', CodeMeaning: 'Language' }),
      ],
      ContentSequence: [dataSet({ RelationshipType: 'HAS CONCEPT MOD' })],
    })
  const record = build('SR DOCUMENT', {
    ContentSequence: [item('CONTAINS'), item('HAS CONCEPT MOD '), item('')],
  })
  const [kept, ...others] = itemsOf(record, 'ContentSequence') ?? []
  assert.deepEqual(others, [])
  assert.deepEqual(
    kept?.map(({ tag }) => tag),
    [TAG.RelationshipType, TAG.ValueType, TAG.ConceptNameCodeSequence],
  )
  assert.equal(
    itemsOf(build('SR DOCUMENT', { ContentSequence: [item('CONTAINS')] }), 'ContentSequence'),
    undefined,
  )
})

test('a verified report tells the latest verification', () => {
  const observers = ['20260101', '20260301120000', '20260201'].map((at) =>
    dataSet({ VerificationDateTime: at }),
  )
  const verified = { VerificationFlag: 'VERIFIED', ContentDate: '20251231', ContentTime: '1015' }
  assert.equal(
    textIn(
      build('SR DOCUMENT', { ...verified, VerifyingObserverSequence: observers }),
      'VerificationDateTime',
    ),
    '20260301120000',
  )
  assert.equal(textIn(build('SR DOCUMENT', verified), 'VerificationDateTime'), '202512311015')
  assert.equal(
    textIn(build('SR DOCUMENT', { VerificationFlag: 'UNVERIFIED' }), 'VerificationDateTime'),
    undefined,
  )
})

test('text in items of sequences is under the character set of the record', () => {
  const title = (meaning: Uint8Array, terms?: string) =>
    dataSet({
      ...(terms === undefined ? {} : { SpecificCharacterSet: terms }),
      CodeValue: '1',
      CodingSchemeDesignator: '99X',
      CodeMeaning: meaning,
    })
  const inherited = build('SR DOCUMENT', {
    SpecificCharacterSet: 'ISO_IR 101',
    ConceptNameCodeSequence: [title(bytes('N\xe1lez'))],
  })
  assert.deepEqual(inherited.terms, ['ISO_IR 101'])
  const own = build('SR DOCUMENT', {
    SpecificCharacterSet: 'ISO_IR 101',
    SeriesDescription: 'not a key',
    ConceptNameCodeSequence: [title(new TextEncoder().encode('Nález'), 'ISO_IR 192')],
  })
  assert.deepEqual(own.terms, ['ISO_IR 192'])
  const [item] = itemsOf(own, 'ConceptNameCodeSequence') ?? []
  assert.deepEqual(
    item?.map(({ tag }) => tag),
    [TAG.CodeValue, TAG.CodingSchemeDesignator, TAG.CodeMeaning],
  )
})

test('a record is completed by what a later instance knows, and keeps what it had', () => {
  const first = dataSet({
    SpecificCharacterSet: 'ISO_IR 101',
    StudyDescription: bytes('B\xf8icho'),
    StudyInstanceUID: '1.2',
  })
  const second = dataSet({
    SpecificCharacterSet: 'ISO_IR 144',
    StudyDescription: 'other',
    AccessionNumber: bytes('\xbf'),
    StudyDate: '20260101',
    StudyInstanceUID: '1.2',
  })
  const record = buildRecord('STUDY', first, FROM)
  const written = { ...record, dataSet: decodeRecord(encodeRecord(record)) }
  const completed = completeRecord(written, buildRecord('STUDY', second, FROM))
  assert.deepEqual(completed.terms, ['ISO_IR 192'])
  assert.equal(textIn(completed, 'StudyDescription'), 'Břicho')
  assert.equal(textIn(completed, 'AccessionNumber'), 'П')
  assert.equal(textIn(completed, 'StudyDate'), '20260101')
  assert.deepEqual(keyNames('STUDY', completed.inventedKeys), ['Study Time', 'Study ID'])
  assert.equal(completed.gaps, gapsOf('STUDY', first) & gapsOf('STUDY', second))
})
