/** The rules that a path has to keep, from the personal certificate up to the anchor (RFC 5280, 6.1). */
import type { Certificate } from '../certificate/certificate.ts'
import { isStrongKey, isStrongSignature } from '../certificate/strength.ts'
import { ExtendedKeyUsage, KeyUsageFlags } from '../x509.ts'
import { type Refusal, refusal } from './problems.ts'

const ANY_EXTENDED_KEY_USAGE = '2.5.29.37.0'

/**
 * Extensions that are honoured here, or that say nothing about whether to let somebody in. Any other one that is
 * critical (name and policy constraints among them) makes the certificate unusable (RFC 5280, 4.2).
 */
const UNDERSTOOD = new Set([
  '2.5.29.14', // subjectKeyIdentifier
  '2.5.29.15', // keyUsage
  '2.5.29.17', // subjectAltName
  '2.5.29.19', // basicConstraints
  '2.5.29.31', // cRLDistributionPoints
  '2.5.29.32', // certificatePolicies: any policy will do
  '2.5.29.35', // authorityKeyIdentifier
  '2.5.29.37', // extKeyUsage
  '1.3.6.1.5.5.7.1.1', // authorityInfoAccess
  '1.3.6.1.5.5.7.1.3', // qcStatements
])

/** `path`: the personal certificate first, the anchor last; each is known to be issued by the next. */
export function pathRefusal(path: readonly Certificate[], at: Date): Refusal | undefined {
  const [leaf, ...issuers] = path
  if (leaf === undefined) return refusal('untrusted-certificate', 'no-certificate')
  return (
    trustRefusal(path, issuers) ??
    validityRefusal(path, at) ??
    purposeRefusal(leaf, issuers) ??
    strengthRefusal(path)
  )
}

function trustRefusal(path: readonly Certificate[], issuers: readonly Certificate[]): Refusal | undefined {
  for (const [below, { facts }] of issuers.entries()) {
    if (!facts.isAuthority) return refusal('untrusted-certificate', 'issuer-is-no-authority')
    if (facts.keyUsages !== undefined && (facts.keyUsages & KeyUsageFlags.keyCertSign) === 0)
      return refusal('untrusted-certificate', 'issuer-may-not-sign-certificates')
    // Self-issued ones (a change of keys) do not count (RFC 5280, 6.1.4 l).
    const counted = issuers.slice(0, below).filter((each) => each.facts.subject !== each.facts.issuer)
    if (facts.pathLength !== undefined && counted.length > facts.pathLength)
      return refusal('untrusted-certificate', 'path-too-long')
  }
  const odd = path.some(({ facts }) => facts.criticalExtensions.some((oid) => !UNDERSTOOD.has(oid)))
  return odd ? refusal('untrusted-certificate', 'unknown-critical-extension') : undefined
}

function validityRefusal(path: readonly Certificate[], at: Date): Refusal | undefined {
  if (path.some(({ facts }) => facts.notAfter < at)) return refusal('expired-certificate', 'expired')
  if (path.some(({ facts }) => at < facts.notBefore)) return refusal('expired-certificate', 'not-yet-valid')
  return undefined
}

/** RFC 5280, 4.2.1.3 and 4.2.1.12. An issuer's purposes hold for what it issues, as everybody has come to do it. */
function purposeRefusal({ facts }: Certificate, issuers: readonly Certificate[]): Refusal | undefined {
  if (facts.isAuthority) return refusal('wrong-certificate-purpose', 'authority')
  if (facts.keyUsages !== undefined && (facts.keyUsages & KeyUsageFlags.digitalSignature) === 0)
    return refusal('wrong-certificate-purpose', 'key-usage')
  if (!facts.extendedKeyUsages?.includes(ExtendedKeyUsage.clientAuth))
    return refusal('wrong-certificate-purpose', 'extended-key-usage')
  const isNarrowed = issuers
    .slice(0, -1)
    .some(({ facts: { extendedKeyUsages: usages } }) =>
      usages === undefined
        ? false
        : !usages.includes(ExtendedKeyUsage.clientAuth) && !usages.includes(ANY_EXTENDED_KEY_USAGE),
    )
  return isNarrowed ? refusal('wrong-certificate-purpose', 'issuer-for-other-purposes') : undefined
}

/** The anchor's own signature proves nothing and is not looked at. */
function strengthRefusal(path: readonly Certificate[]): Refusal | undefined {
  if (!path.every(({ x509 }) => isStrongKey(x509.publicKey))) return refusal('weak-certificate', 'weak-key')
  if (!path.slice(0, -1).every(({ facts }) => isStrongSignature(facts.signature)))
    return refusal('weak-certificate', 'weak-signature')
  return undefined
}
