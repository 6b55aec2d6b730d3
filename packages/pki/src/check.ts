/** Whether a personal certificate opens the certificate entrance. Revocation is to be asked between steps 3 and 4. */
import { X509Certificate } from 'node:crypto'
import { type CertificateFacts, certificateFacts } from './facts.ts'
import { ExtendedKeyUsage, KeyUsageFlags } from './x509.ts'

/** Why a certificate is refused. */
export const CERTIFICATE_PROBLEMS = [
  'untrusted-certificate',
  'expired-certificate',
  'wrong-certificate-purpose',
  'weak-certificate',
] as const
export type CertificateProblem = (typeof CERTIFICATE_PROBLEMS)[number]

export type CertificateCheck =
  | {
      readonly ok: true
      readonly facts: CertificateFacts
      /** The accepted one; undefined: TLS found it, and did not tell. */
      readonly authority: X509Certificate | undefined
    }
  | { readonly ok: false; readonly problem: CertificateProblem }

const SMALLEST_RSA_BITS = 2048
const SMALLEST_CURVE_BITS = 256
const LONGEST_CHAIN = 6

export interface PresentedCertificate {
  /** DER or PEM. */
  readonly certificate: string | Uint8Array
  /** Sent along with it, in any order. */
  readonly intermediates?: readonly (string | Uint8Array)[]
  /**
   * `verified`: TLS has found a chain to these very authorities, each certificate in it valid then. Node 24.21 hands
   * over no intermediates of a chain that OpenSSL verified, so that it cannot be found again.
   */
  readonly chain?: 'verified' | 'unknown'
}

/** `authorities`: the accepted ones, roots or intermediates; the chain may end at any of them. */
export function checkPersonalCertificate(
  presented: PresentedCertificate,
  authorities: readonly X509Certificate[],
  at: Date,
): CertificateCheck {
  const leaf = new X509Certificate(presented.certificate)
  const facts = certificateFacts(leaf.raw)
  const intermediates = (presented.intermediates ?? []).map((each) => new X509Certificate(each))
  // 1. chain to an accepted authority
  const chain = chainTo(leaf, intermediates, authorities, 0)
  if (chain === undefined && presented.chain !== 'verified')
    return { ok: false, problem: 'untrusted-certificate' }
  // 2. validity of each in the chain
  if (![leaf, ...(chain ?? [])].every((each) => isValidAt(each, at)))
    return { ok: false, problem: 'expired-certificate' }
  // 3. meant for signing in (RFC 5280, 4.2.1.3 and 4.2.1.12)
  if (!isForClients(facts)) return { ok: false, problem: 'wrong-certificate-purpose' }
  // 4. strength of the key
  if (!isStrong(leaf)) return { ok: false, problem: 'weak-certificate' }
  return { ok: true, facts, authority: chain?.at(-1) }
}

/** The issuers from the certificate's own up to an accepted authority. */
function chainTo(
  certificate: X509Certificate,
  intermediates: readonly X509Certificate[],
  authorities: readonly X509Certificate[],
  depth: number,
): readonly X509Certificate[] | undefined {
  if (depth >= LONGEST_CHAIN) return undefined
  const accepted = authorities.find((each) => isIssuedBy(certificate, each))
  if (accepted !== undefined) return [accepted]
  for (const each of intermediates) {
    if (each.fingerprint256 === certificate.fingerprint256 || !isIssuedBy(certificate, each)) continue
    const rest = chainTo(each, intermediates, authorities, depth + 1)
    if (rest !== undefined) return [each, ...rest]
  }
  return undefined
}

function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  return issuer.ca && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey)
}

function isValidAt(certificate: X509Certificate, at: Date): boolean {
  return certificate.validFromDate <= at && at <= certificate.validToDate
}

function isForClients({ keyUsages, extendedKeyUsages, isAuthority }: CertificateFacts): boolean {
  if (isAuthority) return false
  if (keyUsages !== undefined && (keyUsages & KeyUsageFlags.digitalSignature) === 0) return false
  return extendedKeyUsages?.includes(ExtendedKeyUsage.clientAuth) ?? false
}

function isStrong({ publicKey }: X509Certificate): boolean {
  const { asymmetricKeyType, asymmetricKeyDetails } = publicKey
  if (asymmetricKeyType === 'rsa' || asymmetricKeyType === 'rsa-pss') {
    return (asymmetricKeyDetails?.modulusLength ?? 0) >= SMALLEST_RSA_BITS
  }
  if (asymmetricKeyType === 'ec') {
    const bits = /(\d{3})/.exec(asymmetricKeyDetails?.namedCurve ?? '')?.[1]
    return Number(bits ?? 0) >= SMALLEST_CURVE_BITS
  }
  return asymmetricKeyType === 'ed25519' || asymmetricKeyType === 'ed448'
}
