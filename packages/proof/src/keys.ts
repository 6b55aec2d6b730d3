/** Keys that statements are signed with (ES256: ECDSA on P-256 with SHA-256), and the published set of them. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { calculateJwkThumbprint, type JWK } from 'jose'
import { ProofError } from './proof-error.ts'

export const ALGORITHM = 'ES256'

export interface SigningKey {
  /** RFC 7638 thumbprint of the public key. */
  readonly keyId: string
  readonly privateKey: KeyObject
  readonly publicJwk: JWK
}

/** A member of the published set. Times are RFC 3339, UTC. */
export type PublishedKey = JWK & {
  readonly kid: string
  readonly createdAt?: string | undefined
  /** Signed nothing from then on. */
  readonly retiredAt?: string | undefined
}

export interface KeySet {
  readonly keys: readonly PublishedKey[]
}

/** PKCS #8. */
export function newKeyPem(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
}

/** @throws ProofError when it is no private key on P-256 */
export async function keyInPem(pem: string): Promise<SigningKey> {
  const privateKey = privateKeyIn(pem)
  if (privateKey.asymmetricKeyDetails?.namedCurve !== 'prime256v1') {
    throw new ProofError('a signing key is an EC key on P-256 (prime256v1)')
  }
  const publicJwk = await publicJwkOf(createPublicKey(privateKey))
  return { keyId: publicJwk.kid, privateKey, publicJwk }
}

/** As it is published. @throws ProofError when it is no key on P-256 */
export async function publicJwkOf(publicKey: KeyObject): Promise<JWK & { readonly kid: string }> {
  const { kty, crv, x, y } = publicKey.export({ format: 'jwk' })
  if (kty === undefined || crv !== 'P-256' || x === undefined || y === undefined) {
    throw new ProofError('a signing key is an EC key on P-256 (prime256v1)')
  }
  const bare = { kty, crv, x, y }
  const kid = await calculateJwkThumbprint(bare)
  return { ...bare, kid, alg: ALGORITHM, use: 'sig' }
}

function privateKeyIn(pem: string): KeyObject {
  try {
    return createPrivateKey(pem)
  } catch (error) {
    throw new ProofError('the signing key is no private key in PEM', { cause: error })
  }
}

/** @throws ProofError for what is no JWK Set of public keys with ids */
export function readKeySet(text: string): KeySet {
  const keys = parsedKeys(text)
  if (!keys.every(isPublishedKey)) throw new ProofError('a key of the JWK Set has no kid')
  return { keys }
}

/** @throws ProofError */
export function parsedKeys(text: string): readonly unknown[] {
  const value = parsed(text)
  if (typeof value !== 'object' || value === null || !('keys' in value) || !Array.isArray(value.keys)) {
    throw new ProofError('the keys are no JWK Set (RFC 7517)')
  }
  return value.keys
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new ProofError('the keys are no JSON', { cause: error })
  }
}

export function isPublishedKey(value: unknown): value is PublishedKey {
  return (
    typeof value === 'object' &&
    value !== null &&
    'kid' in value &&
    typeof value.kid === 'string' &&
    'kty' in value &&
    typeof value.kty === 'string'
  )
}
