/**
 * The words of tus 1.0 (https://tus.io/protocols/resumable-upload) as this centre speaks it: headers in, typed
 * values or a reason out. No I/O.
 */
import { Metadata } from '@tus/utils'

export const TUS_VERSION = '1.0.0'
export const TUS_EXTENSIONS =
  'creation,creation-with-upload,creation-defer-length,termination,expiration,checksum'
export const CHUNK_CONTENT_TYPE = 'application/offset+octet-stream'

/** Digest lengths in bytes; the order is the one announced, sha1 is the one the protocol obliges us to. */
const DIGEST_BYTES = { sha256: 32, sha1: 20, md5: 16 } as const
export type ChecksumAlgorithm = keyof typeof DIGEST_BYTES
export const CHECKSUM_ALGORITHMS = Object.keys(DIGEST_BYTES).join(',')

export interface Checksum {
  readonly algorithm: ChecksumAlgorithm
  readonly digest: Buffer
}

type HeaderValue = string | string[] | undefined

/** A header that the request must carry differently; `header` names it. */
export class BadTusHeader extends Error {
  readonly header: string

  constructor(header: string, reason: string) {
    super(`${header}: ${reason}`)
    this.header = header
  }
}

/** `Upload-Offset`, `Upload-Length`: a non-negative integer, written without sign or leading zeros. */
export function readByteCount(header: string, value: HeaderValue): number {
  if (typeof value !== 'string') throw new BadTusHeader(header, 'is required')
  const count = Number(value)
  if (!Number.isSafeInteger(count) || count < 0 || String(count) !== value) {
    throw new BadTusHeader(header, 'must be a non-negative integer')
  }
  return count
}

/** `Upload-Length`, or `Upload-Defer-Length: 1` in its place: undefined, the length is told later. */
export function readLength(headers: Readonly<Record<string, HeaderValue>>): number | undefined {
  const deferred = headers['upload-defer-length']
  if (deferred === undefined) return readByteCount('Upload-Length', headers['upload-length'])
  if (deferred !== '1') throw new BadTusHeader('Upload-Defer-Length', 'must be 1')
  if (headers['upload-length'] === undefined) return undefined
  throw new BadTusHeader('Upload-Length', 'cannot be told and deferred at once')
}

/** `Upload-Metadata`: the file's name with its folders, as the sender gave it. */
export function readGivenName(value: HeaderValue): string {
  if (value === undefined || value === '') return ''
  let metadata: Record<string, string | null>
  try {
    metadata = Metadata.parse(typeof value === 'string' ? value : value.join(','))
  } catch {
    throw new BadTusHeader('Upload-Metadata', 'must be comma-separated pairs of a key and a base64 value')
  }
  // Uppy sends relativePath "null" for files that were not chosen with their folder.
  const { relativePath, filename, name } = metadata
  return [relativePath, filename, name].find((given) => given && given !== 'null') ?? ''
}

/** `Upload-Checksum`: algorithm and base64 digest; undefined when the request carries none. */
export function readChecksum(value: HeaderValue): Checksum | undefined {
  if (value === undefined) return undefined
  const [algorithm, encoded, ...rest] = typeof value === 'string' ? value.trim().split(/ +/) : []
  if (algorithm === undefined || encoded === undefined || rest.length > 0) {
    throw new BadTusHeader('Upload-Checksum', 'must be an algorithm and a base64 digest')
  }
  if (!isAlgorithm(algorithm)) {
    throw new BadTusHeader('Upload-Checksum', `the algorithm must be one of ${CHECKSUM_ALGORITHMS}`)
  }
  const digest = Buffer.from(encoded, 'base64')
  if (digest.length !== DIGEST_BYTES[algorithm]) {
    throw new BadTusHeader('Upload-Checksum', `a ${algorithm} digest has ${DIGEST_BYTES[algorithm]} bytes`)
  }
  return { algorithm, digest }
}

function isAlgorithm(word: string): word is ChecksumAlgorithm {
  return Object.hasOwn(DIGEST_BYTES, word)
}
