/**
 * Packages of every acceptable real image before the judge of file-sets: DCMTK, dicom3tools, GDCM, pydicom and a walk of its
 * own. Whole archives and folders come before it in the tests of intake, a directory made anew beside theirs. The judge itself is tried first, on a file-set that is right and on such as are not.
 */
import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { DicomError, type InstanceHeader, InstanceReader } from '@epacs/dicom'
import { PackageError } from './package-error.ts'
import { judgeFileSet, readZip, temporaryFolder, unpack } from './testing/judges.ts'
import { filesAt, type PackedFile, packFiles } from './testing/pack-files.ts'
import { manifestRows, sharedPath } from './testing/shared-data.ts'

/** Files whose own fault no directory can mend: what the judge must then complain of, and nothing else. */
const UNMENDABLE: ReadonlyMap<string, RegExp> = new Map([
  // Neither Latin-1, which would be control characters, nor what was meant, which is not what Latin-1 says.
  ['files/charset/cz_cp1250_declared_isoir100.dcm', /Patient's Name is '\\x8elutý/],
  // The pixel data is shorter than its length, or its last item is missing, so that dcmdump refuses the file.
  ['files/hostile/pixeldata_len_4gb.dcm', /dcmdump cannot read it/],
  ['files/malformed/MR_truncated.dcm', /dcmdump cannot read it/],
  ['files/malformed/emri_small_jpeg_2k_lossless_too_short.dcm', /dcmdump cannot read it/],
  // UIDs that break the rules and are the only ones that the files have.
  ['files/hostile/uid_leading_zero.dcm', /invalid UID '1\.2\.826\.0\.00123/],
  ['files/malformed/no-meta-length-test.dcm', /invalid UID '1'/],
  // ANNOTATION records came into the standard in 2021, after these releases of dicom3tools and pydicom.
  ['files/sm/sm_annotations.dcm', /ANNOTATION/],
])

const rows = (await manifestRows()).filter(({ expected }) => expected !== 'reject')
const singleFiles = rows.map(({ path }) => path).filter((path) => path.startsWith('files/'))

test('the judge passes a file-set that is right, and fails each that is not', async () => {
  const proofs = await readdir(sharedPath('oracle', 'proof'))
  assert.ok(proofs.includes('good') && proofs.length > 2)
  // Two of its tools go round in that circle until their time is over: two minutes for what the others show, too.
  for (const proof of proofs.filter((name) => name !== 'broken_cyc')) {
    const { isGood } = await judgeFileSet(sharedPath('oracle', 'proof', proof))
    assert.equal(isGood, proof === 'good', proof)
  }
})

/** The judge takes two seconds for each file-set: what it has nothing against is judged together, each of these alone. */
for (const [path, expected] of UNMENDABLE) {
  test(`${path}, alone in its package`, async (t) => {
    const failures = await failuresOf(t, await filesAt([sharedPath('data', path)]), ['--no-rebuild'])
    assert.deepEqual(
      failures.filter((line) => !expected.test(line)),
      [],
    )
    assert.ok(failures.length > 0, 'the table of exceptions is out of date')
  })
}

test('all acceptable files that are compatible, in one package', async (t) => {
  const paths = singleFiles.filter((path) => !UNMENDABLE.has(path))
  const files = await filesAt(paths.map((path) => sharedPath('data', path)))
  assert.deepEqual(await failuresOf(t, files), [])
})

/** Of the package of those that are instances, each SOP Instance UID once (which intake sees to). */
async function failuresOf(
  t: TestContext,
  files: readonly PackedFile[],
  options: readonly string[] = [],
): Promise<readonly string[]> {
  const folder = await temporaryFolder(t)
  const packed = await packFiles(folder, [...instancesOf(files).values()])
  const taken = packed.outcomes.filter((outcome) => !(outcome instanceof PackageError)).length
  assert.ok(taken > 0 && taken === packed.facts.instances)
  await readZip(packed.packagePath)
  const root = join(folder, 'unpacked')
  await unpack(packed.packagePath, root)
  return (await judgeFileSet(root, ...options)).failures
}

function instancesOf(files: readonly PackedFile[]): ReadonlyMap<string, PackedFile> {
  const instances = new Map<string, PackedFile>()
  for (const file of files) {
    const uid = headerOf(file)?.sopInstanceUid
    if (uid !== undefined && !instances.has(uid)) instances.set(uid, file)
  }
  return instances
}

function headerOf({ bytes }: PackedFile): InstanceHeader | undefined {
  try {
    const reader = new InstanceReader()
    reader.push(bytes)
    return reader.end()
  } catch (error) {
    if (error instanceof DicomError) return undefined
    throw error
  }
}
