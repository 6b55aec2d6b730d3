/** Names under a wrong character set, over DICOMweb: told and found as they were meant, with what the label says beside them. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { DicomJson, JsonElement, JsonPersonName } from '@epacs/dicom/json'
import { mislabelled } from '../testing/dicom-file.ts'
import { INSTITUTIONS, TestNetwork } from '../testing/network.ts'
import { asMeant } from './as-meant.ts'
import { matches } from './search/matching.ts'
import { partsOf } from './testing/parts.ts'

const [NAME, DESCRIPTION, ORIGINALS] = ['00100010', '00081030', '04000561']
const sent = mislabelled({ study: 91, instance: 1, patientId: 'CS-91' }, 'Dvořák^Jiří', 'CT břicha')

let network: TestNetwork
let base: string
before(async () => {
  network = await TestNetwork.start()
  const sender = network.as('sender')
  const { id } = (await sender.send([INSTITUTIONS.hornicka.id], [{ name: 'IM1', bytes: sent }])).json
  await sender.until(id, 'delivered')
  base = `/dicomweb/messages/${id}`
})
after(() => network?.remove())

const nameIn = (object: DicomJson) => (object[NAME]?.Value?.[0] as JsonPersonName | undefined)?.Alphabetic
/** What stood there before, of the last who put something right. */
function originalOf(object: DicomJson): DicomJson {
  const item = (object[ORIGINALS]?.Value ?? []).at(-1) as DicomJson
  assert.deepEqual([item['04000563']?.Value, item['04000565']?.Value], [['ePACS'], ['CORRECT']])
  assert.match(String(item['04000562']?.Value?.[0]), /^\d{14}\+0000$/)
  return item['04000550']?.Value?.[0] as DicomJson
}

test('metadata and searches tell the likely name, and the name by the label as the original value', async () => {
  const receiver = network.as('receiver')
  const [study] = (await receiver.get(`${base}/studies`)).json
  const uid = study['0020000D'].Value[0]
  const [whole] = (await receiver.get(`${base}/studies/${uid}/metadata`)).json
  for (const object of [study, whole]) {
    assert.equal(nameIn(object), 'Dvořák^Jiří')
    assert.deepEqual(object[DESCRIPTION].Value, ['CT břicha'])
    assert.equal(nameIn(originalOf(object)), 'Dvoøák^Jiøí')
    assert.deepEqual(originalOf(object)[DESCRIPTION]?.Value, ['CT bøicha'])
  }
  // A level that does not tell the name tells nothing about it either.
  const [series] = (await receiver.get(`${base}/studies/${uid}/series`)).json
  assert.equal(series[ORIGINALS], undefined)
  const accept = 'multipart/related; type="application/dicom+xml"'
  const xml =
    partsOf(await receiver.get(`${base}/studies/${uid}/metadata`, { accept }))[0]?.bytes.toString() ?? ''
  assert.match(xml, /<FamilyName>Dvořák</)
  assert.match(xml, /keyword="OriginalAttributesSequence".*<FamilyName>Dvoøák</)
})

test('a search finds by either reading, and the file leaves as it came', async () => {
  const receiver = network.as('receiver')
  for (const [key, status] of [
    ['PatientName=Dvo%C5%99%C3%A1k*', 200],
    ['PatientName=Dvo%C3%B8%C3%A1k*', 200],
    ['StudyDescription=CT%20b%C5%99icha&PatientName=Dvo%C3%B8%C3%A1k*', 200],
    ['PatientName=Dvorsky*', 204],
  ] as const)
    assert.equal((await receiver.get(`${base}/studies?${key}`)).status, status, key)
  const [{ '0020000D': uid }] = (await receiver.get(`${base}/studies`)).json
  const file = await receiver.get(`${base}/studies/${uid.Value[0]}`, {
    accept: 'multipart/related; type="application/dicom"; transfer-syntax=*',
  })
  assert.ok(partsOf(file)[0]?.bytes.equals(sent))
})

const AT = new Date('2026-01-02T03:04:05Z')
const text = (vr: JsonElement['vr'], ...Value: string[]): JsonElement => ({ vr, Value })

test('what reads well is the same object, and codes and identifiers are no text', () => {
  const object: DicomJson = {
    [NAME]: { vr: 'PN', Value: [{ Alphabetic: 'Müller^Jörg' }] },
    '00080060': text('CS', 'Dvoøák'),
    '00080018': text('UI', '1.2.3'),
    [DESCRIPTION]: { vr: 'LO' },
    '00280010': { vr: 'US', Value: [128] },
  }
  assert.equal(asMeant(object, AT), object)
})

test('what may be right as it is labelled is told so, though it is found by the other reading, too', () => {
  for (const name of ['Søren^Hélène', 'Nicolò^Forlì', 'Ørsted^Åse', 'Bøe^Jan']) {
    const object: DicomJson = {
      [NAME]: { vr: 'PN', Value: [{ Alphabetic: name }] },
      [DESCRIPTION]: text('LO', 'CT bøicha'),
    }
    assert.equal(asMeant(object, AT), object, name)
    assert.ok(matches(object, new Map([[DESCRIPTION, 'CT břicha']])))
  }
})

test('an answer that leaves the proof out is told as the whole is', () => {
  const whole: DicomJson = {
    [NAME]: { vr: 'PN', Value: [{ Alphabetic: 'Kuèera' }] },
    [DESCRIPTION]: text('LO', 'bøicho'),
  }
  const { [DESCRIPTION]: description } = whole
  assert.ok(description)
  const part: DicomJson = { [DESCRIPTION]: description }
  assert.equal(asMeant(part, AT), part)
  assert.deepEqual(asMeant(part, AT, whole)[DESCRIPTION]?.Value, ['břicho'])
})

test('in a sequence it is put right, too, and the sequence of before is the original; earlier originals stay', () => {
  const earlier: DicomJson = { '04000563': text('LO', 'Dvoøák') }
  const name: JsonElement = { vr: 'PN', Value: [{ Alphabetic: 'Kuèera^Jan' }] }
  const procedure: DicomJson = { '00321060': text('LO', 'bøicho', 'hrudník'), '00080100': text('SH', 'A1') }
  const object: DicomJson = {
    [NAME]: name,
    '00400275': { vr: 'SQ', Value: [procedure, {}] },
    [ORIGINALS]: { vr: 'SQ', Value: [earlier] },
  }
  const told = asMeant(object, AT)
  assert.deepEqual(told['00400275']?.Value, [
    { ...procedure, '00321060': text('LO', 'břicho', 'hrudník') },
    {},
  ])
  assert.deepEqual(told[ORIGINALS]?.Value?.[0], earlier)
  assert.deepEqual(originalOf(told), { [NAME]: name, '00400275': object['00400275'] })
  assert.deepEqual(Object.keys(told), Object.keys(told).toSorted())
})
