/** What a certificate says. */
import { createHash, X509Certificate } from 'node:crypto'
import {
  BasicConstraintsExtension,
  ExtendedKeyUsageExtension,
  type KeyUsageFlags,
  KeyUsagesExtension,
  X509Certificate as ParsedCertificate,
} from '../x509.ts'
import { type RevocationAddresses, revocationAddresses } from './revocation-addresses.ts'
import { type StableIdentifier, stableIdentifiers } from './stable-identifiers.ts'
import { emailsOf } from './subject-names.ts'

export class CertificateError extends Error {
  override readonly name = 'CertificateError'
}

export interface CertificateFacts extends RevocationAddresses {
  /** Distinguished names as RFC 4514 text. */
  readonly subject: string
  readonly issuer: string
  /** Of the subject; undefined when it has none. */
  readonly commonName: string | undefined
  readonly emails: readonly string[]
  /** What a renewed certificate of the same person has in common with the one before. */
  readonly stableIdentifiers: readonly StableIdentifier[]
  readonly serialNumber: string
  readonly notBefore: Date
  readonly notAfter: Date
  /** Lower-case hexadecimal. */
  readonly fingerprintSha256: string
  /** SHA-256 of the SubjectPublicKeyInfo: with the issuer, what a certificate is bound to a person by. */
  readonly subjectKeySha256: Buffer
  /** Name of the algorithm and of its digest, as WebCrypto calls them; no digest: it has one of its own. */
  readonly signature: { readonly name: string; readonly hash: string | undefined }
  /** Bits of the keyUsage extension; undefined: it has none. */
  readonly keyUsages: KeyUsageFlags | undefined
  /** OIDs; undefined: it has no extendedKeyUsage extension. */
  readonly extendedKeyUsages: readonly string[] | undefined
  readonly isAuthority: boolean
  /** How many authorities may stand below it; undefined: any number. */
  readonly pathLength: number | undefined
  /** OIDs of its extensions. */
  readonly extensions: readonly string[]
  readonly criticalExtensions: readonly string[]
}

/** Throws CertificateError for what is not a certificate. */
export function certificateFacts(certificate: string | Uint8Array): CertificateFacts {
  try {
    const { raw } = new X509Certificate(certificate)
    const parsed = new ParsedCertificate(Uint8Array.from(raw))
    const constraints = parsed.getExtension(BasicConstraintsExtension)
    return {
      subject: parsed.subject,
      issuer: parsed.issuer,
      commonName: parsed.subjectName.getField('CN')[0],
      emails: emailsOf(parsed),
      stableIdentifiers: stableIdentifiers(parsed),
      serialNumber: parsed.serialNumber,
      notBefore: parsed.notBefore,
      notAfter: parsed.notAfter,
      fingerprintSha256: createHash('sha256').update(raw).digest('hex'),
      subjectKeySha256: createHash('sha256').update(Buffer.from(parsed.publicKey.rawData)).digest(),
      signature: signatureOf(parsed),
      keyUsages: parsed.getExtension(KeyUsagesExtension)?.usages,
      extendedKeyUsages: usageOids(parsed.getExtension(ExtendedKeyUsageExtension)),
      isAuthority: constraints?.ca ?? false,
      pathLength: constraints?.pathLength,
      ...revocationAddresses(parsed),
      extensions: parsed.extensions.map(({ type }) => type),
      criticalExtensions: parsed.extensions.filter(({ critical }) => critical).map(({ type }) => type),
    }
  } catch (error) {
    throw new CertificateError('This is not an X.509 certificate.', { cause: error })
  }
}

function signatureOf({ signatureAlgorithm }: ParsedCertificate): CertificateFacts['signature'] {
  const { name, hash } = signatureAlgorithm as { name: string; hash?: { name: string } | string }
  return { name, hash: typeof hash === 'object' ? hash.name : hash }
}

/** The extension's own list is of a class of its own. */
function usageOids(extension: ExtendedKeyUsageExtension | null): readonly string[] | undefined {
  return extension === null ? undefined : Array.from(extension.usages, String)
}
