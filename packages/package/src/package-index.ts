/**
 * The index of a package: one JSON line an instance, in the order in which they lie in the ZIP. It says where each
 * instance's bytes are, what they hash to and what they are, so that any of them can be served by range without
 * reading the ZIP's own directory.
 */
import { createReadStream } from 'node:fs'
import { StringDecoder } from 'node:string_decoder'
import { type FileToOpen, readRange } from './files.ts'
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

const READ_BYTES = 256 * 1024

/** @throws PackageError 'damaged-index' for a line that is not an entry. Fails as reading files does. */
export async function* readIndex(index: string | FileToOpen): AsyncGenerator<IndexEntry> {
  const input = textOf(index)
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

function textOf(index: string | FileToOpen): AsyncIterable<unknown> {
  if (typeof index !== 'string' && !index.files.isPlain) return decodedText(index)
  const path = typeof index === 'string' ? index : index.path
  return createReadStream(path, { encoding: 'utf8', highWaterMark: READ_BYTES })
}

async function* decodedText({ path, files }: FileToOpen): AsyncGenerator<string> {
  const file = await files.open(path, 'r')
  try {
    const decoder = new StringDecoder('utf8')
    const { size } = await file.stat()
    for await (const chunk of readRange(file, 0, size, READ_BYTES)) yield decoder.write(chunk)
    yield decoder.end()
  } finally {
    await file.close()
  }
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
