/** Every shared image and archive sent by itself, with the verdict that a careful importer should come to. */
import assert from 'node:assert/strict'
import { statSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { test } from 'node:test'
import type { FileOutcome, IntakeResult, IntakeSource } from './intake-result.ts'
import { takeIn } from './take-in.ts'
import {
  requireFileSet,
  requireSameDataSets,
  requireSoundZip,
  unpackedEntries,
} from './testing/package-check.ts'
import {
  type Expected,
  type ManifestRow,
  readManifest,
  sharedFile,
  sharedPath,
} from './testing/shared-data.ts'
import { placesIn, workFolder } from './testing/work-place.ts'

const SEVERAL_PATIENTS =
  'that there are several patients is said on a file that is accepted, as in all other archives of several'
const ODD_IN_PAIRS_ONLY = 'nothing is odd about it when it comes alone'

interface OwnVerdict {
  readonly verdict: Expected
  readonly why: string
}

/** Where we come to another verdict than the manifest, and why. */
const OWN_VERDICTS = new Map<string, OwnVerdict>([
  ['files/conflict/same_uid_b_pixels_differ.dcm', { verdict: 'accept', why: ODD_IN_PAIRS_ONLY }],
  ['files/conflict/same_uid_c_patient_differs.dcm', { verdict: 'accept', why: ODD_IN_PAIRS_ONLY }],
  ['files/conflict/same_uid_d_other_ts.dcm', { verdict: 'accept', why: ODD_IN_PAIRS_ONLY }],
  ['zips/two_patients.zip', { verdict: 'accept', why: SEVERAL_PATIENTS }],
])

const CUT_PIXEL_DATA = 'its pixel data is cut and stays so; DCMTK does not read such a file'
const ILLEGAL_UID = 'its UID is not one that PS3.5 §9.1 allows, and a directory has to give it as it is'

/** Files for which the judges blame any file-set that holds them. */
const UNMENDABLE = new Map<string, string>([
  ['files/charset/cz_cp1250_declared_isoir100.dcm', 'its text is not in the character set that it names'],
  [
    'files/sm/sm_annotations.dcm',
    'ANNOTATION records are of 2021, younger than dicom3tools and pydicom here',
  ],
  ['files/hostile/pixeldata_len_4gb.dcm', CUT_PIXEL_DATA],
  ['files/malformed/MR_truncated.dcm', CUT_PIXEL_DATA],
  ['files/malformed/emri_small_jpeg_2k_lossless_too_short.dcm', CUT_PIXEL_DATA],
  ['files/hostile/uid_leading_zero.dcm', ILLEGAL_UID],
  ['files/malformed/no-meta-length-test.dcm', ILLEGAL_UID],
])

/** What a file may be refused for beside others, and not alone. */
const CONTRADICTIONS = ['conflicting-instance', 'conflicting-study']

const rows = readManifest()

test('the manifest has the rows that this test was written for', () => {
  assert.equal(rows.length, 207)
  for (const path of [...OWN_VERDICTS.keys(), ...UNMENDABLE.keys()])
    assert.ok(
      rows.some((row) => row.path === path),
      path,
    )
})

for (const row of rows) {
  test(`${row.path}, sent alone`, async (t) => await checkAlone(row, await workFolder(t)))
}

async function checkAlone({ path, expected, instances }: ManifestRow, folder: string): Promise<void> {
  const places = placesIn(folder)
  const source = sourceOf(path)
  const result = await takeIn([source], places)
  const verdict = OWN_VERDICTS.get(path)?.verdict ?? expected
  const told = JSON.stringify(result.files, undefined, 1)
  assert.equal(verdictOf(result), verdict, told)
  if (verdict === 'reject') {
    assert.ok(
      result.files.some((file) => isRefusalOf(file, source.path)),
      told,
    )
    return
  }
  assert.equal(result.package?.instances, instances, told)
  const isArchive = path.startsWith('zips/') && !path.endsWith('dicom_named.zip')
  const sent = isArchive ? await unpackedEntries(source.filePath) : [sharedFile(path)]
  await requireSameDataSets(
    places,
    result,
    sent.map(({ bytes }) => bytes),
  )
  await requireSoundZip(places.packagePath)
}

/** Packages of single files come before the judges in packages/package, all of them in one. */
const single = rows
  .map(({ path }) => path)
  .filter((path) => path.startsWith('files/') && !UNMENDABLE.has(path))
for (const folder of new Set(single.map((path) => dirname(path)))) {
  const paths = single.filter((path) => dirname(path) === folder)
  test(`the files of ${folder}, sent together`, async (t) => await checkTogether(paths, await workFolder(t)))
}

async function checkTogether(paths: readonly string[], folder: string): Promise<void> {
  const places = placesIn(folder)
  const result = await takeIn(paths.map(sourceOf), places)
  const told = JSON.stringify(result.files, undefined, 1)
  assert.equal(result.files.length, paths.length, told)
  for (const [index, path] of paths.entries()) {
    const { outcome, code } = result.files[index] ?? {}
    const isReject = rows.some((row) => row.path === path && row.expected === 'reject')
    const isContradicting = CONTRADICTIONS.some((one) => one === code)
    assert.equal(outcome === 'refused' && !isContradicting, isReject, `${path} in ${told}`)
  }
  if (result.package === null) return
  const sent = paths.map((path) => sharedFile(path).bytes)
  await requireSameDataSets(places, result, sent)
  await requireSoundZip(places.packagePath)
}

/** The judges take a second for each file-set, whatever is in it. */
const AT_ONCE = 8
const archives = rows.filter(({ path, expected }) => path.startsWith('zips/') && expected !== 'reject')
for (let first = 0; first < archives.length; first += AT_ONCE) {
  const some = archives.slice(first, first + AT_ONCE).map(({ path }) => path)
  test(`${some.join(', ')}, sent together, before the judges`, async (t) => {
    const places = placesIn(await workFolder(t))
    const result = await takeIn(some.map(sourceOf), places)
    assert.ok((result.package?.instances ?? 0) > 0)
    await requireFileSet(places.packagePath)
  })
}

function sourceOf(path: string): IntakeSource {
  const filePath = sharedPath('data', path)
  return { path: basename(path), filePath, sizeBytes: statSync(filePath).size }
}

function verdictOf({ package: made, files }: IntakeResult): Expected {
  if (made === null) return 'reject'
  return files.every(({ outcome }) => outcome === 'accepted') ? 'accept' : 'accept-warn'
}

function isRefusalOf({ path, outcome, code }: FileOutcome, name: string): boolean {
  return outcome === 'refused' && code !== null && (path === name || path.startsWith(`${name}/`))
}
