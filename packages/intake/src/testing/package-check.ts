/** Looks at a package with eyes other than its writer's. */
import assert from 'node:assert/strict'
import type { Buffer } from 'node:buffer'
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type IndexEntry, readIndex } from '@epacs/package'
import type { IntakeResult } from '../intake-result.ts'
import { dataSetOf } from './data-set-of.ts'
import { sharedPath } from './shared-data.ts'

const run = promisify(execFile)

export interface WrittenPackage {
  readonly packagePath: string
  readonly indexPath: string
}

export async function indexEntries({ indexPath }: WrittenPackage): Promise<readonly IndexEntry[]> {
  const entries: IndexEntry[] = []
  for await (const entry of readIndex(indexPath)) entries.push(entry)
  return entries
}

/**
 * The package is what the result says, and each data set in it is one of the sources', byte for byte.
 *
 * @param sources every file that was sent, archives unpacked
 */
export async function requireSameDataSets(
  written: WrittenPackage,
  result: IntakeResult,
  sources: readonly Buffer[],
): Promise<void> {
  const bytes = await readFile(written.packagePath)
  assert.deepEqual(result.package, {
    sizeBytes: bytes.length,
    instances: result.studies
      .flatMap(({ series }) => series)
      .reduce((sum, { instances }) => sum + instances, 0),
    sha256: sha256(bytes),
  })
  const entries = await indexEntries(written)
  assert.equal(entries.length, result.package?.instances)
  const given = sources.map(dataSetOf)
  const unchanged = new Set(given.map(sha256))
  for (const { offset, sizeBytes, sha256: expected, sopInstanceUid, fileId } of entries) {
    const instance = bytes.subarray(offset, offset + sizeBytes)
    assert.equal(sha256(instance), expected, fileId)
    const dataSet = dataSetOf(instance)
    const isUnchanged = unchanged.has(sha256(dataSet)) || given.some((one) => isOneWithGarbage(one, dataSet))
    assert.ok(isUnchanged, `the data set of ${sopInstanceUid} is not one of those that were sent`)
  }
  assert.equal(new Set(entries.map(({ sopInstanceUid }) => sopInstanceUid)).size, entries.length)
}

/** Cut off behind the data set, and nothing else changed. */
function isOneWithGarbage(given: Buffer, kept: Buffer): boolean {
  return given.length > kept.length && given.subarray(0, kept.length).equals(kept)
}

export async function requireSoundZip(packagePath: string): Promise<void> {
  await run('unzip', ['-tqq', packagePath])
}

/** The verdict of the other implementations on the file-set. */
export async function requireFileSet(packagePath: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'epacs-file-set-'))
  try {
    await run('unzip', ['-qq', packagePath, '-d', folder])
    await run('bash', [sharedPath('oracle', 'check_fileset.sh'), '-q', folder]).catch((error) => {
      throw new Error(`not a conforming file-set:\n${error.stdout}${error.stderr}`)
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

export interface UnpackedEntry {
  readonly name: string
  readonly bytes: Buffer
}

/** The files in a ZIP as another implementation reads them. */
export async function unpackedEntries(zipPath: string): Promise<readonly UnpackedEntry[]> {
  const folder = await mkdtemp(join(tmpdir(), 'epacs-unpacked-'))
  try {
    const { stdout } = await run('python3', ['-c', UNPACK, zipPath, folder])
    const names: readonly string[] = JSON.parse(stdout)
    return await Promise.all(
      names.map(async (name, index) => ({ name, bytes: await readFile(join(folder, `${index}`)) })),
    )
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const UNPACK = `
import json, sys, zipfile
archive = zipfile.ZipFile(sys.argv[1])
for number, entry in enumerate(archive.infolist()):
    with open(sys.argv[2] + '/' + str(number), 'wb') as file: file.write(archive.read(entry))
print(json.dumps(archive.namelist()))
`

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
