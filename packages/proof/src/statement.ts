/** One signed statement: a JWS in compact form (RFC 7515), whose `typ` says what kind of statement it is. */
import { CompactSign, compactVerify, decodeProtectedHeader, importJWK } from 'jose'
import { ALGORITHM, type KeySet, type SigningKey } from './keys.ts'
import { ProofError, UnknownKeyError } from './proof-error.ts'

/** What every statement says. */
export interface StatementClaims {
  /** The centre's address. */
  readonly iss: string
  /** When it was signed: seconds since 1970 (RFC 7519 §4.1.6). */
  readonly iat: number
}

/** What every statement about a message says. */
export interface MessageClaims extends StatementClaims {
  /** Id of the message. */
  readonly message: string
}

/** Clocks of a centre's machines differ a little. */
const CLOCK_DIFFERENCE_MS = 60_000

export async function signStatement(
  { keyId, privateKey }: SigningKey,
  type: string,
  claims: StatementClaims,
): Promise<string> {
  return await new CompactSign(new TextEncoder().encode(JSON.stringify(claims)))
    .setProtectedHeader({ alg: ALGORITHM, kid: keyId, typ: type })
    .sign(privateKey)
}

export interface ReadStatement {
  readonly claims: StatementClaims & Readonly<Record<string, unknown>>
  readonly keyId: string
}

/** @throws ProofError unless one of the keys has signed it, as a statement of this type, while it was in use */
export async function readStatement(jws: string, { keys }: KeySet, type: string): Promise<ReadStatement> {
  const { kid, typ } = headerOf(jws)
  if (typ !== type) throw new ProofError(`this is no statement of type ${type}`)
  const key = keys.find((each) => each.kid === kid)
  if (key === undefined)
    throw new UnknownKeyError(`it was signed with the key ${kid}, which is not among the keys`)
  const claims = claimsIn(await verified(jws, key))
  const atMs = claims.iat * 1000
  const from = timeOf(key.createdAt) ?? Number.NEGATIVE_INFINITY
  const until = timeOf(key.retiredAt) ?? Number.POSITIVE_INFINITY
  if (atMs < from - CLOCK_DIFFERENCE_MS || atMs > until + CLOCK_DIFFERENCE_MS) {
    throw new ProofError(`it is dated outside of the time in which the key ${kid} was in use`)
  }
  return { claims, keyId: kid }
}

function headerOf(jws: string): { kid: string; typ: string | undefined } {
  try {
    const { kid, typ } = decodeProtectedHeader(jws)
    if (kid !== undefined) return { kid, typ }
  } catch (error) {
    throw new ProofError('this is no signed statement (JWS)', { cause: error })
  }
  throw new ProofError('the statement does not say which key signed it')
}

async function verified(jws: string, key: KeySet['keys'][number]): Promise<Uint8Array> {
  try {
    const { payload } = await compactVerify(jws, await importJWK(key, ALGORITHM), { algorithms: [ALGORITHM] })
    return payload
  } catch (error) {
    throw new ProofError('the signature does not fit: it was changed, or another key signed it', {
      cause: error,
    })
  }
}

function claimsIn(payload: Uint8Array): ReadStatement['claims'] {
  const value: unknown = JSON.parse(new TextDecoder().decode(payload))
  if (isClaims(value)) return value
  throw new ProofError('the statement does not say who signed it, and when')
}

function isClaims(value: unknown): value is ReadStatement['claims'] {
  return (
    typeof value === 'object' &&
    value !== null &&
    'iss' in value &&
    typeof value.iss === 'string' &&
    'iat' in value &&
    typeof value.iat === 'number'
  )
}

function timeOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const time = Date.parse(text)
  if (Number.isNaN(time)) throw new ProofError('a time in the keys is none')
  return time
}
