/**
 * Which keys and signatures are strong enough: those of NIST SP 800-131A and of the Czech NÚKIB's minimum, which both
 * end below RSA 2048, 256-bit curves and SHA-256.
 */
import type { KeyObject } from 'node:crypto'
import type { CertificateFacts } from './facts.ts'

const SMALLEST_RSA_BITS = 2048
const SMALLEST_CURVE_BITS = 256
const STRONG_DIGESTS = new Set(['SHA-256', 'SHA-384', 'SHA-512', 'SHA3-256', 'SHA3-384', 'SHA3-512'])
const WITH_OWN_DIGEST = new Set(['Ed25519', 'Ed448', 'EdDSA'])

export function isStrongKey({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): boolean {
  if (asymmetricKeyType === 'rsa' || asymmetricKeyType === 'rsa-pss') {
    return (asymmetricKeyDetails?.modulusLength ?? 0) >= SMALLEST_RSA_BITS
  }
  if (asymmetricKeyType === 'ec') {
    const bits = /(\d{3})/.exec(asymmetricKeyDetails?.namedCurve ?? '')?.[1]
    return Number(bits ?? 0) >= SMALLEST_CURVE_BITS
  }
  return asymmetricKeyType === 'ed25519' || asymmetricKeyType === 'ed448'
}

export function isStrongSignature({ name, hash }: CertificateFacts['signature']): boolean {
  return hash === undefined ? WITH_OWN_DIGEST.has(name) : STRONG_DIGESTS.has(hash)
}
