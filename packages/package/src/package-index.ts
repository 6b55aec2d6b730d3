/**
 * The index of a package: one JSON line an instance, in the order in which they lie in the ZIP. It says where each
 * instance's bytes are, what they hash to and what they are, so that any of them can be served by range without
 * reading the ZIP's own directory.
 */
import { createReadStream } from 'node:fs'
import { PackageError } from './package-error.ts'

export interface IndexRemark {
  readonly code: string
  readonly detail: string
}

export interface IndexEntry {
  /** `IMAGES/ST000001/SE000001/IM000001`: the entry's name in the ZIP. */
  readonly fileId: string
  /** Where the instance's first byte lies in the package file. */
  readonly offset: number
  readonly sizeBytes: number
  /** Of the instance as it stands in the package, in hexadecimal. */
  readonly sha256: string
  readonly sopClassUid: string
  readonly sopInstanceUid: string
  readonly transferSyntaxUid: string
  /**
   * Where in the instance the first element behind its pixel data begins; of a deflated one as if its data set were
   * inflated. Undefined: nothing stands there, or the index was written before this was told.
   */
  readonly offsetBehindPixelData?: number
  readonly studyInstanceUid: string
  readonly seriesInstanceUid: string
  readonly instanceNumber?: string
  /** The name under which the sender sent it. */
  readonly sourcePath: string
  readonly remark?: IndexRemark
}

export function encodeIndexEntry(entry: IndexEntry): string {
  return `${JSON.stringify(entry)}\n`
}

/** @throws PackageError 'damaged-index' for a line that is not an entry. Fails as reading files does. */
export async function* readIndex(indexPath: string): AsyncGenerator<IndexEntry> {
  const input = createReadStream(indexPath, { encoding: 'utf8', highWaterMark: 256 * 1024 })
  let line = 0
  let rest = ''
  // Not node:readline: it also breaks lines at U+2028, which may stand in a file name and so in JSON text.
  for await (const chunk of input) {
    const lines = (rest + String(chunk)).split('\n')
    rest = lines.pop() ?? ''
    for (const text of lines) yield decodeIndexEntry(text, ++line)
  }
  if (rest !== '') throw new PackageError('damaged-index', `line ${line + 1} of the index is cut off`)
}

const REQUIRED_TEXT = [
  'fileId',
  'sha256',
  'sopClassUid',
  'sopInstanceUid',
  'transferSyntaxUid',
  'studyInstanceUid',
  'seriesInstanceUid',
  'sourcePath',
] as const

function decodeIndexEntry(text: string, line: number): IndexEntry {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new PackageError('damaged-index', `line ${line} of the index is not JSON`, { cause: error })
  }
  if (!isIndexEntry(value))
    throw new PackageError('damaged-index', `line ${line} of the index is not an entry`)
  return value
}

function isIndexEntry(value: unknown): value is IndexEntry {
  if (typeof value !== 'object' || value === null) return false
  const fields = value as Record<string, unknown>
  return (
    REQUIRED_TEXT.every((name) => typeof fields[name] === 'string') &&
    isByteCount(fields.offset) &&
    isByteCount(fields.sizeBytes) &&
    (fields.offsetBehindPixelData === undefined || isByteCount(fields.offsetBehindPixelData))
  )
}

function isByteCount(value: unknown): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}
