/** A manifest is read by this package, and judged by DCMTK, dicom3tools and pydicom. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import { InstanceReader } from '../reading/instance-reader.ts'
import { TAG } from '../tags.ts'
import { textOf } from '../text/text.ts'
import { imagingManifest, KEY_OBJECT_SELECTION, type ManifestDescription } from './imaging-manifest.ts'

const run = promisify(execFile)
const CT = '1.2.840.10008.5.1.4.1.1.2'
const REPORT = '1.2.840.10008.5.1.4.1.1.88.11'

/** Value types that came into key objects with CP-2595, after Debian's dicom3tools. */
const YOUNGER_THAN_THE_TOOL =
  /ValueType\(0040,a040\)\[1\]> - Unrecognized enumerated value = <(NUM|DATE|TIME)>$/

const description: ManifestDescription = {
  sopInstanceUid: '2.25.10',
  seriesInstanceUid: '2.25.11',
  date: '20260316',
  time: '081500',
  timezoneOffset: '+0100',
  manufacturer: 'ePACS',
  institutionName: 'Čáslavská nemocnice',
  patient: {
    id: '7360285152',
    issuer: '',
    issuerUri: 'https://ncez.mzcr.cz/fhir/sid/rcis',
    name: 'Nováková^Eva',
    birthDate: '19731028',
    sex: 'F',
  },
  study: {
    studyInstanceUid: '1.2.3.1',
    date: '20260315',
    time: '101500',
    id: '7',
    accessionNumber: 'A-1',
    referringPhysician: 'Řehoř^Jan',
    description: 'CT <hrudníku>',
  },
  retrieveLocationUid: '2.25.12',
  series: [
    {
      seriesInstanceUid: '1.2.3.1.1',
      modality: 'CT',
      modalityMeaning: 'Computed Tomography',
      description: 'Plíce',
      number: '4',
      date: '20260315',
      time: '101600',
      retrieveUrl: 'https://epacs.example/dicomweb/messages/1/studies/1.2.3.1/series/1.2.3.1.1',
      instances: [1, 2, 3].map((number) => ({
        sopClassUid: CT,
        sopInstanceUid: `1.2.3.1.1.${number}`,
        instanceNumber: String(number),
      })),
    },
    {
      seriesInstanceUid: '1.2.3.1.2',
      modality: 'SR',
      modalityMeaning: 'Structured Report Document',
      retrieveUrl: 'https://epacs.example/dicomweb/messages/1/studies/1.2.3.1/series/1.2.3.1.2',
      instances: [{ sopClassUid: REPORT, sopInstanceUid: '1.2.3.1.2.1' }],
    },
  ],
}

let folder: string
let path: string
const bytes = Buffer.concat([...imagingManifest(description)])
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'epacs-manifest-'))
  path = join(folder, 'manifest.dcm')
  await writeFile(path, bytes)
})
after(() => rm(folder, { recursive: true, force: true }))

test('it is an object of its study, for its patient', () => {
  const reader = new InstanceReader()
  reader.push(bytes)
  const header = reader.end()
  assert.deepEqual(header.remarks, [])
  assert.equal(header.replacementHead, undefined)
  assert.equal(header.sopClassUid, KEY_OBJECT_SELECTION)
  assert.equal(header.studyInstanceUid, '1.2.3.1')
  assert.equal(textOf(header.dataSet, TAG.PatientName), 'Nováková^Eva')
  assert.equal(textOf(header.dataSet, TAG.InstitutionName), 'Čáslavská nemocnice')
})

test('dicom3tools and DCMTK find no fault in it', async () => {
  const { stderr } = await run('dciodvfy', ['-new', path]).catch((error) => error)
  assert.match(stderr, /^KeyObjectSelectionDocument$/m)
  const errors = stderr.split('\n').filter((line: string) => /^Error/.test(line))
  assert.deepEqual(
    errors.filter((line: string) => !YOUNGER_THAN_THE_TOOL.test(line)),
    [],
  )
  const { stdout } = await run('dcmdump', ['+L', '+P', 'ReferencedSOPInstanceUID', path])
  // In the evidence, as an object, and in the description.
  assert.equal(stdout.trim().split('\n').length, 3 * 4)
})

test('what was asked for is one item, told or not', () => {
  const untold = { ...description, study: { ...description.study, accessionNumber: '' } }
  const request = Buffer.from([0x40, 0x00, 0x70, 0xa3, 0x53, 0x51])
  for (const each of [description, untold]) {
    assert.ok(Buffer.concat([...imagingManifest(each)]).includes(request))
  }
})

const READ = `
import json, sys, pydicom
manifest = pydicom.dcmread(sys.argv[1])
study = manifest.CurrentRequestedProcedureEvidenceSequence[0]
def tree(item):
    name = item.ConceptNameCodeSequence[0].CodeMeaning if 'ConceptNameCodeSequence' in item else ''
    value = item.get('TextValue') or item.get('UID') or item.get('Date') or item.get('Time')
    if 'ConceptCodeSequence' in item: value = item.ConceptCodeSequence[0].CodeValue
    if 'MeasuredValueSequence' in item: value = item.MeasuredValueSequence[0].NumericValue
    if 'ReferencedSOPSequence' in item: value = item.ReferencedSOPSequence[0].ReferencedSOPInstanceUID
    below = [tree(each) for each in item.get('ContentSequence', [])]
    return [item.ValueType, name, None if value is None else str(value), below]
print(json.dumps({
    'title': manifest.ConceptNameCodeSequence[0].CodeValue,
    'template': manifest.ContentTemplateSequence[0].TemplateIdentifier,
    'places': [[each.SeriesInstanceUID, each[0x0008, 0x1190].value, each.RetrieveLocationUID,
        [ref.ReferencedSOPInstanceUID for ref in each.ReferencedSOPSequence]]
        for each in study.ReferencedSeriesSequence],
    'content': tree(manifest)[3],
}))
`

test('pydicom reads which instances there are, where they are retrieved and how they are described', async () => {
  const { stdout } = await run('/usr/bin/python3', ['-c', READ, path])
  const read = JSON.parse(stdout)
  assert.deepEqual([read.title, read.template], ['131560', '2010'])
  assert.deepEqual(
    read.places,
    description.series.map((series) => [
      series.seriesInstanceUid,
      series.retrieveUrl,
      '2.25.12',
      series.instances.map(({ sopInstanceUid }) => sopInstanceUid),
    ]),
  )
  assert.deepEqual(read.content.slice(0, 4), [
    ['IMAGE', '', '1.2.3.1.1.1', []],
    ['IMAGE', '', '1.2.3.1.1.2', []],
    ['IMAGE', '', '1.2.3.1.1.3', []],
    ['COMPOSITE', '', '1.2.3.1.2.1', []],
  ])
  const [type, name, , library] = read.content[4]
  assert.deepEqual([type, name], ['CONTAINER', 'Image Library'])
  assert.deepEqual(library.slice(0, 3), [
    ['CODE', 'Modality', 'CT', []],
    ['CODE', 'Modality', 'SR', []],
    ['NUM', 'Number of Study Related Series', '2', []],
  ])
  assert.deepEqual(library[3][3].slice(0, 8), [
    ['CODE', 'Modality', 'CT', []],
    ['UIDREF', 'Series Instance UID', '1.2.3.1.1', []],
    ['TEXT', 'Series Number', '4', []],
    ['TEXT', 'Series Description', 'Plíce', []],
    ['DATE', 'Series Date', '20260315', []],
    ['TIME', 'Series Time', '101600', []],
    ['NUM', 'Number of Series Related Instances', '3', []],
    ['IMAGE', '', '1.2.3.1.1.1', [['TEXT', 'Instance Number', '1', []]]],
  ])
})
