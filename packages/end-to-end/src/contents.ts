/**
 * What stands encrypted before the ZIP: the sender's signed statement of what it is, for whom, and of the list of its images;
 * then that list, a line of JSON for each image.
 *
 *   0  4  length of the statement, big endian
 *   4  m  the statement: JWS in compact form
 *   then  the list, then the ZIP, each as long as the statement says
 */
import { createHash, createPrivateKey } from 'node:crypto'
import { CompactSign, compactVerify, decodeJwt, decodeProtectedHeader } from 'jose'
import { EndToEndError } from './end-to-end-error.ts'
import { type EndToEndPair, type KeyStatement, publicKeyOf, SIGNING_ALGORITHM } from './key-statement.ts'

/** In bytes: of a hundred thousand images it is some 40 MB. It is held in memory, by who writes and by who reads it. */
export const LONGEST_LIST = 128 * 1024 * 1024

const TYPE = 'epacs-end-to-end-contents+jws'

export interface ListedInstance {
  readonly sopInstanceUid: string
  readonly sopClassUid: string
  readonly transferSyntaxUid: string
  /** Of its series; empty: it says none. */
  readonly modality: string
  /** Within the ZIP, in bytes. */
  readonly offset: number
  readonly sizeBytes: number
  /** Hexadecimal. */
  readonly sha256: string
}

export interface ContentsClaims {
  /** Ids of institutions. */
  readonly sender: string
  readonly recipients: readonly string[]
  /** Of the sending node: what `readKeyStatement` reads. */
  readonly keyStatement: string
  /** What the rules of the sending node say to the recipient. */
  readonly note: string
  readonly list: { readonly instances: number; readonly sizeBytes: number; readonly sha256: string }
  readonly package: { readonly sizeBytes: number }
  /** Seconds since 1970. */
  readonly iat: number
}

export interface Contents {
  readonly claims: ContentsClaims
  /** Checks who has signed it, and that the list is the one that was signed. @throws EndToEndError */
  readonly check: (signer: KeyStatement, list: Buffer) => Promise<readonly ListedInstance[]>
}

/** @returns what stands before the ZIP. @throws EndToEndError: the list is too long for who reads it */
export async function signContents(
  identity: EndToEndPair,
  claims: Omit<ContentsClaims, 'list'>,
  instances: AsyncIterable<ListedInstance>,
): Promise<Buffer> {
  const lines: Buffer[] = []
  let listBytes = 0
  for await (const instance of instances) {
    const line = Buffer.from(`${JSON.stringify(instance)}\n`)
    listBytes += line.length
    if (listBytes > LONGEST_LIST) throw new EndToEndError('the list of images is too long')
    lines.push(line)
  }
  const list = Buffer.concat(lines)
  const signed: ContentsClaims = {
    ...claims,
    list: { instances: lines.length, sizeBytes: list.length, sha256: sha256Of(list) },
  }
  const jws = await new CompactSign(new TextEncoder().encode(JSON.stringify(signed)))
    .setProtectedHeader({ alg: SIGNING_ALGORITHM, typ: TYPE, kid: identity.keyId })
    .sign(createPrivateKey(identity.privateKeyPem))
  const statement = Buffer.from(jws)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(statement.length)
  return Buffer.concat([length, statement, list])
}

/** Nothing of it is known to be true before it was checked. @throws EndToEndError: it is no such statement */
export function readContents(jws: string): Contents {
  const claims = claimsIn(jws)
  return {
    claims,
    async check(signer, list) {
      try {
        const { protectedHeader } = await compactVerify(jws, publicKeyOf(signer.identity), {
          algorithms: [SIGNING_ALGORITHM],
        })
        if (protectedHeader.typ !== TYPE) throw notOne()
      } catch (cause) {
        if (cause instanceof EndToEndError) throw cause
        throw new EndToEndError("the sender's signature under the contents does not fit", { cause })
      }
      if (sha256Of(list) !== claims.list.sha256) {
        throw new EndToEndError('the list of images is not the one that the sender has signed')
      }
      const instances: ListedInstance[] = []
      // One by one: the first that is none ends it, before a hundred million of them were made.
      for (let at = 0; at < list.length; ) {
        const found = list.indexOf('\n', at)
        const end = found === -1 ? list.length : found
        instances.push(listedIn(list.toString('utf8', at, end), claims.package.sizeBytes))
        at = end + 1
      }
      if (instances.length !== claims.list.instances) throw notOne()
      return instances
    },
  }
}

function claimsIn(jws: string): ContentsClaims {
  try {
    const value: unknown = decodeJwt(jws)
    if (decodeProtectedHeader(jws).typ === TYPE && isContents(value)) return value
  } catch (cause) {
    throw new EndToEndError('what the encrypted package begins with is no statement of its contents', {
      cause,
    })
  }
  throw notOne()
}

function isContents(value: unknown): value is ContentsClaims {
  if (typeof value !== 'object' || value === null) return false
  const {
    sender,
    recipients,
    keyStatement,
    note,
    list,
    package: whole,
    iat,
  } = value as Record<string, unknown>
  return (
    [sender, keyStatement, note].every((each) => typeof each === 'string') &&
    Array.isArray(recipients) &&
    recipients.every((each) => typeof each === 'string') &&
    Number.isSafeInteger(iat) &&
    typeof list === 'object' &&
    list !== null &&
    'sizeBytes' in list &&
    isCount(list.sizeBytes) &&
    'instances' in list &&
    Number.isSafeInteger(list.instances) &&
    'sha256' in list &&
    typeof whole === 'object' &&
    whole !== null &&
    'sizeBytes' in whole &&
    isCount(whole.sizeBytes)
  )
}

/** A signature says whose it is, not that it is as it should be. */
function listedIn(line: string, packageBytes: number): ListedInstance {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch (cause) {
    throw new EndToEndError('its list of images cannot be read', { cause })
  }
  if (isListed(value) && value.offset + value.sizeBytes <= packageBytes) return value
  throw new EndToEndError('its list of images names what cannot be in it')
}

function isListed(value: unknown): value is ListedInstance {
  if (typeof value !== 'object' || value === null) return false
  const { sopInstanceUid, sopClassUid, transferSyntaxUid, modality, offset, sizeBytes, sha256 } =
    value as Record<string, unknown>
  const isUid = (each: unknown) => typeof each === 'string' && each.length <= LONGEST_UID
  return (
    [sopInstanceUid, sopClassUid, transferSyntaxUid].every(isUid) &&
    typeof modality === 'string' &&
    [offset, sizeBytes].every(isCount) &&
    typeof sha256 === 'string' &&
    SHA256.test(sha256)
  )
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0
}

/** Of those that are sent in practice, which PS3.5 §9.1 would have shorter. */
const LONGEST_UID = 256
const SHA256 = /^[0-9a-f]{64}$/

function sha256Of(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}

function notOne(): EndToEndError {
  return new EndToEndError('what the encrypted package begins with is no statement of its contents')
}
