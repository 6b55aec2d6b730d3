/** What other implementations make of a package. */
import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { promisify } from 'node:util'
import { sharedPath } from './shared-data.ts'

const run = promisify(execFile)

export async function temporaryFolder(t: Pick<TestContext, 'after'>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'epacs-package-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  return folder
}

export interface ZipListing {
  readonly name: string
  readonly sha256: string
  /** Where the data of the entry begins. */
  readonly offset: number
}

/** Every entry read and checked by Info-ZIP and by Python. @throws when one of them finds fault. */
export async function readZip(path: string): Promise<readonly ZipListing[]> {
  await run('unzip', ['-tqq', path])
  const { stdout } = await run('python3', ['-c', LIST_ZIP, path], { maxBuffer: 64 * 1024 * 1024 })
  return JSON.parse(stdout)
}

const LIST_ZIP = `
import hashlib, json, struct, sys, zipfile
archive = zipfile.ZipFile(sys.argv[1])
assert archive.testzip() is None
listing = []
with open(sys.argv[1], 'rb') as file:
    for entry in archive.infolist():
        assert entry.compress_type == 0 and entry.date_time == (1980, 1, 1, 0, 0, 0)
        file.seek(entry.header_offset)
        header = file.read(30)
        names, extras = struct.unpack('<HH', header[26:30])
        listing.append({
            'name': entry.filename,
            'sha256': hashlib.sha256(archive.read(entry)).hexdigest(),
            'offset': entry.header_offset + 30 + names + extras,
        })
print(json.dumps(listing))
`

export async function unpack(packagePath: string, folder: string): Promise<void> {
  await run('unzip', ['-qq', packagePath, '-d', folder])
}

export interface Verdict {
  readonly isGood: boolean
  /** Lines that say FAIL. */
  readonly failures: readonly string[]
}

/** DCMTK, dicom3tools, GDCM and pydicom on a file-set (see the judge's own README). */
export async function judgeFileSet(folder: string, ...options: readonly string[]): Promise<Verdict> {
  const judge = sharedPath('oracle', 'check_fileset.sh')
  const { stdout, code } = await run('bash', [judge, '-q', ...options, folder]).then(
    ({ stdout }) => ({ stdout, code: 0 }),
    (error: { stdout: string; code: number; stderr: string }) => {
      if (error.code !== 1) throw new Error(`the judge cannot run: ${error.stdout}${error.stderr}`)
      return error
    },
  )
  return { isGood: code === 0, failures: stdout.split('\n').filter((line) => line.startsWith('FAIL')) }
}
