/** Every shared image and archive sent by itself, with the verdict that a careful importer should come to. */
import assert from 'node:assert/strict'
import { statSync } from 'node:fs'
import { basename } from 'node:path'
import { test } from 'node:test'
import type { FileOutcome, IntakeResult } from './intake-result.ts'
import { takeIn } from './take-in.ts'
import { requireFileSet, requireSameDataSets, unpackedEntries } from './testing/package-check.ts'
import {
  type Expected,
  type ManifestRow,
  readManifest,
  sharedFile,
  sharedPath,
} from './testing/shared-data.ts'
import { placesIn, workFolder } from './testing/work-place.ts'

const SEVERAL_PATIENTS = 'holds images of several patients, which is never silent'

/** Where we come to another verdict than the manifest, and why. */
const OWN_VERDICTS: ReadonlyMap<string, { readonly verdict: Expected; readonly why: string }> = new Map(
  [
    'loose_nested',
    'dicomdir_root',
    'names_cp852',
    'names_cp1250',
    'names_utf8',
    'zip64',
    'streamed',
    'backslash',
    'pydicom_dicomdir',
    'pydicom_dicomdir-reordered',
  ].map((name) => [`zips/${name}.zip`, { verdict: 'accept-warn', why: SEVERAL_PATIENTS }]),
)

const rows = readManifest()

test('the manifest has the rows that this test was written for', () => {
  assert.equal(rows.length, 208)
  for (const path of OWN_VERDICTS.keys())
    assert.ok(
      rows.some((row) => row.path === path),
      path,
    )
})

test('every row of the manifest', { concurrency: 2 }, async (t) => {
  const checks = rows.map((row) => t.test(row.path, async (t) => await check(row, await workFolder(t))))
  await Promise.all(checks)
})

async function check({ path, expected, instances }: ManifestRow, folder: string): Promise<void> {
  const filePath = sharedPath('data', path)
  const places = placesIn(folder)
  const source = { path: basename(path), filePath, sizeBytes: statSync(filePath).size }
  const result = await takeIn([source], places)
  const verdict = OWN_VERDICTS.get(path)?.verdict ?? expected
  const told = JSON.stringify(result.files, undefined, 1)
  assert.equal(verdictOf(result), verdict, told)
  if (verdict === 'reject') {
    assert.ok(
      result.files.some((file) => isRefusalOf(file, basename(path))),
      told,
    )
    return
  }
  assert.equal(result.package?.instances, instances, told)
  const isArchive = path.startsWith('zips/') && !path.endsWith('dicom_named.zip')
  const sent = isArchive ? await unpackedEntries(filePath) : [sharedFile(path)]
  await requireSameDataSets(
    places,
    result,
    sent.map(({ bytes }) => bytes),
  )
  await requireFileSet(places.packagePath)
}

function verdictOf({ package: made, files }: IntakeResult): Expected {
  if (made === null) return 'reject'
  return files.every(({ outcome }) => outcome === 'accepted') ? 'accept' : 'accept-warn'
}

function isRefusalOf({ path, outcome, code }: FileOutcome, name: string): boolean {
  return outcome === 'refused' && code !== null && (path === name || path.startsWith(`${name}/`))
}
