/** A downloaded ZIP against its manifest, read as a stream: the whole, and each image by itself. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type Entry, openPromise, type ZipFile } from 'yauzl'
import type { ListedInstance } from './manifest.ts'

const READ_BYTES = 256 * 1024
/** What lies in a package besides images. */
const DIRECTORY = 'DICOMDIR'
/** What the form for media has beside it (ITI TF-2 3.32), made when it is downloaded. */
const BESIDE = /^(INDEX\.HTM|README\.TXT|IHE_XDM\/SUB[A-Z0-9]{5}\/(METADATA\.XML|D[A-Z0-9]{7}))$/

export interface Finding {
  /** Name in the ZIP; null: the ZIP as a whole. */
  readonly file: string | null
  /**
   * changed: its bytes are not those that were signed; missing: listed, and not there; extra: there, and not listed;
   * twice: more than one file has this name; unreadable: the ZIP does not give it out; directory-changed: every image
   * is as it was, what stands between and behind them is not.
   */
  readonly problem: 'changed' | 'missing' | 'extra' | 'twice' | 'unreadable' | 'directory-changed'
}

export interface CheckedPackage {
  /** Of the ZIP as it lies there. */
  readonly sha256: string
  /** It is the signed package, byte by byte. */
  readonly isWhole: boolean
  /** Images whose bytes were compared. */
  readonly checked: number
  readonly findings: readonly Finding[]
  /** Names of what stands beside the file-set in the form for media: nobody signed it, and nothing is known of it. */
  readonly unsigned: readonly string[]
}

interface Expected {
  readonly packageSha256: string
  readonly instances: ReadonlyMap<string, ListedInstance>
  /** Of some studies: those that it holds must be complete. */
  readonly isPart: boolean
}

/** Fails as reading files does. */
export async function checkPackage(path: string, expected: Expected): Promise<CheckedPackage> {
  const sha256 = await digestOf(createReadStream(path, { highWaterMark: READ_BYTES }))
  const isWhole = sha256 === expected.packageSha256
  // End to end encrypted: it is no ZIP for whoever has no key, and its digest says all that can be said.
  if (isWhole && expected.instances.size === 0) {
    return { sha256, isWhole, checked: 0, findings: [], unsigned: [] }
  }
  const { checked, findings, unsigned } = await checkEntries(path, expected)
  // With something beside it, DICOMDIR and the ZIP's directory are new, too.
  const isMade = expected.isPart || unsigned.length > 0
  const onlyDirectory = findings.length === 0 && !isWhole && !isMade
  return {
    sha256,
    isWhole,
    checked,
    findings: onlyDirectory ? [{ file: null, problem: 'directory-changed' }] : findings,
    unsigned,
  }
}

async function checkEntries(
  path: string,
  { instances, isPart }: Expected,
): Promise<Pick<CheckedPackage, 'checked' | 'findings' | 'unsigned'>> {
  const findings: Finding[] = []
  const seen = new Set<string>()
  const unsigned: string[] = []
  let checked = 0
  let zip: ZipFile
  try {
    zip = await openPromise(path, { autoClose: false })
  } catch (error) {
    if (isSystemError(error)) throw error
    return { checked, unsigned, findings: [{ file: null, problem: 'unreadable' }] }
  }
  try {
    for await (const entry of zip.eachEntry()) {
      const { fileName: file } = entry
      if (seen.has(file)) {
        findings.push({ file, problem: 'twice' })
        continue
      }
      seen.add(file)
      if (file === DIRECTORY) continue
      const listed = instances.get(file)
      if (listed === undefined) {
        if (BESIDE.test(file)) unsigned.push(file)
        else findings.push({ file, problem: 'extra' })
        continue
      }
      checked++
      const problem = await problemOf(zip, entry, listed)
      if (problem !== undefined) findings.push({ file, problem })
    }
  } catch (error) {
    if (isSystemError(error)) throw error
    findings.push({ file: null, problem: 'unreadable' })
  } finally {
    zip.close()
  }
  const present = isPart ? new Set([...seen].map(studyOf)) : undefined
  for (const file of instances.keys()) {
    const isExpected = present === undefined || present.has(studyOf(file))
    if (isExpected && !seen.has(file)) findings.push({ file, problem: 'missing' })
  }
  // A part that holds nothing proves nothing.
  if (isPart && checked === 0 && findings.length === 0) findings.push({ file: null, problem: 'missing' })
  return { checked, findings, unsigned }
}

async function problemOf(
  zip: ZipFile,
  entry: Entry,
  { sizeBytes, sha256 }: ListedInstance,
): Promise<Finding['problem'] | undefined> {
  if (entry.uncompressedSize !== sizeBytes) return 'changed'
  try {
    const digest = await digestOf(await zip.openReadStreamPromise(entry))
    return digest === sha256 ? undefined : 'changed'
  } catch (error) {
    if (isSystemError(error)) throw error
    return 'unreadable'
  }
}

async function digestOf(bytes: AsyncIterable<Buffer>): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of bytes) hash.update(chunk)
  return hash.digest('hex')
}

/** `IMAGES/ST000001/SE000001/IM000001`: the first two parts. */
function studyOf(file: string): string {
  return file.split('/').slice(0, 2).join('/')
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error
}
