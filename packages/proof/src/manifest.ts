/**
 * The manifest of a package: a first line that is signed, and a line for each instance. The signed line names the digest
 * of the others, byte by byte, so a manifest of a hundred thousand instances is neither held nor signed at once.
 */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import type { IndexEntry } from '@epacs/package'
import type { KeySet, SigningKey } from './keys.ts'
import { ProofError } from './proof-error.ts'
import { type MessageClaims, readStatement, type StatementClaims, signStatement } from './statement.ts'

const TYPE = 'epacs-manifest+jws'
export const MANIFEST_EXTENSION = 'manifest'
/** Longer lines are none of a manifest. */
const LONGEST_LINE = 16 * 1024

export interface ManifestClaims extends MessageClaims {
  readonly package: { readonly sha256: string; readonly sizeBytes: number }
  readonly instances: {
    readonly count: number
    /** Of the lines behind the first one, line ends included; hexadecimal. */
    readonly sha256: string
  }
  /** The package is encrypted from node to node; so many instances are in it, its sender says, and none is listed. */
  readonly endToEnd?: { readonly instances: number }
}

export interface ListedInstance {
  /** Its name in the ZIP. */
  readonly file: string
  readonly sopInstanceUid: string
  readonly sizeBytes: number
  readonly sha256: string
}

/** Its line, with the line's end. */
export function listedInstance({ fileId, sopInstanceUid, sizeBytes, sha256 }: IndexEntry): string {
  return `${JSON.stringify({ file: fileId, sopInstanceUid, sizeBytes, sha256 } satisfies ListedInstance)}\n`
}

/** The first line, without its end. `entries`: those of the package's index, in its order. */
export async function signManifest(
  key: SigningKey,
  { entries, ...claims }: Omit<ManifestClaims, 'instances'> & { readonly entries: AsyncIterable<IndexEntry> },
): Promise<string> {
  const hash = createHash('sha256')
  let count = 0
  for await (const entry of entries) {
    hash.update(listedInstance(entry))
    count++
  }
  const signed: ManifestClaims = { ...claims, instances: { count, sha256: hash.digest('hex') } }
  return await signStatement(key, TYPE, signed)
}

export interface Manifest {
  readonly claims: ManifestClaims
  readonly keyId: string
  readonly instances: ReadonlyMap<string, ListedInstance>
}

/** @throws ProofError unless every line of the file is as it was signed; fails as reading files does */
export async function readManifest(path: string, keys: KeySet): Promise<Manifest> {
  const hash = createHash('sha256')
  const instances = new Map<string, ListedInstance>()
  let signedLine: string | undefined
  for await (const line of linesOf(path)) {
    if (signedLine === undefined) {
      signedLine = line.slice(0, -1)
      continue
    }
    hash.update(line)
    const instance = instanceIn(line)
    instances.set(instance.file, instance)
  }
  if (signedLine === undefined) throw new ProofError('the manifest is empty')
  const { claims, keyId } = await readStatement(signedLine, keys, TYPE)
  if (!isManifest(claims)) throw new ProofError('the manifest does not say what it is a manifest of')
  if (hash.digest('hex') !== claims.instances.sha256 || instances.size !== claims.instances.count) {
    throw new ProofError('the list of images in the manifest was changed after it was signed')
  }
  return { claims, keyId, instances }
}

/** With their ends. */
async function* linesOf(path: string): AsyncGenerator<string> {
  let rest = ''
  for await (const chunk of createReadStream(path, { encoding: 'utf8' })) {
    const lines = (rest + String(chunk)).split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > LONGEST_LINE) throw new ProofError('this is no manifest')
    for (const line of lines) yield `${line}\n`
  }
  if (rest !== '') throw new ProofError('the manifest is cut off')
}

function instanceIn(line: string): ListedInstance {
  try {
    const value: unknown = JSON.parse(line)
    if (isListed(value)) return value
  } catch (error) {
    throw new ProofError('a line of the manifest is no JSON', { cause: error })
  }
  throw new ProofError('a line of the manifest names no image')
}

function isListed(value: unknown): value is ListedInstance {
  return (
    typeof value === 'object' &&
    value !== null &&
    'file' in value &&
    typeof value.file === 'string' &&
    'sizeBytes' in value &&
    typeof value.sizeBytes === 'number' &&
    'sha256' in value &&
    typeof value.sha256 === 'string'
  )
}

function isManifest(
  claims: StatementClaims & Readonly<Record<string, unknown>>,
): claims is ManifestClaims & Readonly<Record<string, unknown>> {
  const { package: whole, instances, message } = claims
  return (
    typeof message === 'string' &&
    typeof whole === 'object' &&
    whole !== null &&
    'sha256' in whole &&
    typeof whole.sha256 === 'string' &&
    typeof instances === 'object' &&
    instances !== null &&
    'sha256' in instances &&
    typeof instances.sha256 === 'string' &&
    'count' in instances &&
    typeof instances.count === 'number'
  )
}
