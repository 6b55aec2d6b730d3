/** Which instances may stand in one file-set, and what its directory says of them. */
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { DirectoryReader } from '@epacs/dicom'
import { PackageError } from '../package-error.ts'
import { judgeFileSet, readZip, temporaryFolder, unpack } from '../testing/judges.ts'
import { makeInstance, type Values } from '../testing/make-instance.ts'
import { type PackedFiles, packFiles } from '../testing/pack-files.ts'

async function pack(t: TestContext, instances: readonly Values[]): Promise<PackedFiles> {
  const files = instances.map((values, at) => ({
    path: `file ${at}`,
    bytes: makeInstance({ SOPInstanceUID: `1.2.3.4.${at + 1}`, ...values }),
  }))
  return await packFiles(await temporaryFolder(t), files)
}

/** For each instance: which keys were made up, or that it was refused. */
function outcomes({ outcomes }: PackedFiles): readonly (string | 'refused')[] {
  return outcomes.map((outcome) =>
    outcome instanceof PackageError ? `refused: ${outcome.code}` : outcome.inventedKeys.join(', '),
  )
}

/** The judge agrees, and the directory lists what the package holds. */
async function requireFileSet(t: TestContext, packed: PackedFiles): Promise<void> {
  const folder = await temporaryFolder(t)
  await unpack(packed.packagePath, folder)
  const { isGood, failures } = await judgeFileSet(folder)
  assert.ok(isGood, failures.join('\n'))
  const reader = new DirectoryReader()
  reader.push(await readFile(join(folder, 'DICOMDIR')))
  const { files, oddities } = reader.end()
  assert.deepEqual(oddities, [])
  const names = (await readZip(packed.packagePath)).map(({ name }) => name)
  assert.deepEqual(files.map(({ fileId }) => fileId.join('/')).sort(), names.slice(0, -1).sort())
}

const OTHER_STUDY = { StudyInstanceUID: '1.2.3.2', SeriesInstanceUID: '1.2.3.2.1' }
const CONFLICT = 'refused: conflicting-study'

test('instances that contradict those before them are refused, and the package is as if they had not come', async (t) => {
  const contradictions: readonly (readonly [string, Values])[] = [
    ['the study of another Patient ID', { PatientID: 'P2' }],
    ['the series of another study', { StudyInstanceUID: '1.2.3.9' }],
    ['the series with another modality', { Modality: 'CT' }],
    [
      'another person under the Patient ID',
      { ...OTHER_STUDY, PatientName: 'Svoboda^Petr', PatientBirthDate: '19800202' },
    ],
    [
      'another person in the study, without an ID',
      { PatientID: '', PatientName: 'Svoboda^Petr', PatientBirthDate: '' },
    ],
  ]
  const accepted = await pack(t, [{}, { SOPInstanceUID: '1.2.3.4.99' }])
  for (const [what, values] of contradictions) {
    const packed = await pack(t, [{}, values, { SOPInstanceUID: '1.2.3.4.99' }])
    assert.deepEqual(outcomes(packed), ['', CONFLICT, ''], what)
    assert.deepEqual(packed.studies, accepted.studies, what)
    assert.equal(packed.facts.sha256, accepted.facts.sha256, what)
  }
})

test('one person may be written in several ways', async (t) => {
  const spellings: readonly Values[] = [
    { PatientName: 'NOVAK^JAN' },
    { SpecificCharacterSet: 'ISO_IR 192', PatientName: 'Novák^Jan^^Ing.' },
    { PatientName: 'Jan Novak' },
    { PatientName: '' },
    { PatientName: 'Novak-Maly^Jan', PatientBirthDate: '' },
    // Married meanwhile: the birth date is the same.
    { PatientName: 'Svobodova^Jana' },
  ]
  for (const values of spellings) {
    assert.deepEqual(
      outcomes(await pack(t, [{}, { ...OTHER_STUDY, ...values }])),
      ['', ''],
      JSON.stringify(values),
    )
  }
})

test('what type 1 keys the files lack is made up in the directory, said, and in no file', async (t) => {
  const bare = {
    PatientID: undefined,
    StudyDate: '',
    StudyTime: undefined,
    StudyID: undefined,
    Modality: undefined,
    SeriesNumber: '  ',
    InstanceNumber: undefined,
  }
  const packed = await pack(t, [bare, { ...bare, InstanceNumber: '7' }])
  const ofStudy = 'Patient ID, Study Date, Study Time, Study ID, Modality, Series Number'
  assert.deepEqual(outcomes(packed), [`${ofStudy}, Instance Number`, ofStudy])
  assert.equal(packed.studies[0]?.patient.id, '')
  assert.equal(packed.studies[0]?.date, null)
  await requireFileSet(t, packed)
})

test('what a later instance of the study knows takes the place of what was made up', async (t) => {
  const bare = { PatientID: '', StudyDate: '', StudyID: '', StudyDescription: '', SeriesDescription: '' }
  const packed = await pack(t, [bare, { SpecificCharacterSet: 'ISO_IR 192', StudyDescription: 'Břicho' }])
  assert.deepEqual(outcomes(packed), ['Patient ID, Study Date, Study ID', ''])
  const [study] = packed.studies
  assert.equal(packed.studies.length, 1)
  assert.deepEqual(study?.patient, { id: 'P1', name: 'Novak^Jan', birthDate: '1970-01-01', sex: 'M' })
  assert.deepEqual([study?.date, study?.description], ['2026-01-02', 'Břicho'])
  assert.equal(study?.series[0]?.description, 'PA')
  await requireFileSet(t, packed)
})

test('people without a Patient ID stay apart', async (t) => {
  const nobody = { PatientID: '', PatientName: '', PatientBirthDate: '' }
  const named = { PatientID: '', PatientBirthDate: '19800202', PatientName: 'Svoboda^Petr' }
  const study = (number: number) => ({
    StudyInstanceUID: `1.2.3.${number}`,
    SeriesInstanceUID: `1.2.3.${number}.1`,
    SOPInstanceUID: `1.2.3.4.${number}`,
  })
  const packed = await pack(t, [
    { ...nobody, ...study(1) },
    { ...nobody, ...study(2) },
    { ...named, ...study(3) },
    { ...named, ...study(4) },
    study(5),
  ])
  await requireFileSet(t, packed)
  const folder = await temporaryFolder(t)
  await unpack(packed.packagePath, folder)
  const directory = await readFile(join(folder, 'DICOMDIR'), 'latin1')
  // Two nobodies, one with name and birth date, one with an ID.
  assert.equal(directory.split('PATIENT ').length - 1, 4)
  assert.equal(new Set(directory.match(/UNKNOWN-[0-9A-F]{16}/g)).size, 3)
})

test('studies, series and instances come in any order, and the directory is a tree', async (t) => {
  const uids = [1, 2, 3].flatMap((study) => [1, 2].map((series) => ({ study, series })))
  const packed = await pack(
    t,
    [...uids, ...uids.toReversed(), ...uids].map(({ study, series }, at) => ({
      PatientID: `P${study % 2}`,
      PatientName: `Patient^${study % 2}`,
      StudyInstanceUID: `1.2.3.${study}`,
      SeriesInstanceUID: `1.2.3.${study}.${series}`,
      Modality: series === 1 ? 'CT' : 'SR',
      InstanceNumber: String(at),
    })),
  )
  assert.deepEqual(
    packed.studies.map(({ studyInstanceUid, modalities, series }) => [
      studyInstanceUid,
      modalities.join(),
      series.map(({ instances }) => instances),
    ]),
    [1, 2, 3].map((study) => [`1.2.3.${study}`, 'CT,SR', [3, 3]]),
  )
  await requireFileSet(t, packed)
})

test('a package without instances is a file-set without records', async (t) => {
  const packed = await pack(t, [])
  assert.deepEqual(packed.studies, [])
  assert.deepEqual(
    (await readZip(packed.packagePath)).map(({ name }) => name),
    ['DICOMDIR'],
  )
})
