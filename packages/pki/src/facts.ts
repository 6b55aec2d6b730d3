/** What a certificate says. */
import { createHash, X509Certificate } from 'node:crypto'
import {
  BasicConstraintsExtension,
  ExtendedKeyUsageExtension,
  type KeyUsageFlags,
  KeyUsagesExtension,
  X509Certificate as ParsedCertificate,
  SubjectAlternativeNameExtension,
} from './x509.ts'

export class CertificateError extends Error {
  override readonly name = 'CertificateError'
}

export interface CertificateFacts {
  /** Distinguished names as RFC 4514 text. */
  readonly subject: string
  readonly issuer: string
  /** Of the subject; undefined when it has none. */
  readonly commonName: string | undefined
  readonly emails: readonly string[]
  readonly serialNumber: string
  readonly notBefore: Date
  readonly notAfter: Date
  /** Lower-case hexadecimal. */
  readonly fingerprintSha256: string
  /** SHA-256 of the SubjectPublicKeyInfo: with the issuer, what a certificate is bound to a person by. */
  readonly subjectKeySha256: Buffer
  /** Bits of the keyUsage extension; undefined: it has none. */
  readonly keyUsages: KeyUsageFlags | undefined
  /** OIDs; undefined: it has no extendedKeyUsage extension. */
  readonly extendedKeyUsages: readonly string[] | undefined
  readonly isAuthority: boolean
}

/** Throws CertificateError for what is not a certificate. */
export function certificateFacts(certificate: string | Uint8Array): CertificateFacts {
  try {
    const { raw } = new X509Certificate(certificate)
    const parsed = new ParsedCertificate(Uint8Array.from(raw))
    const alternatives = parsed.getExtension(SubjectAlternativeNameExtension)?.names.items ?? []
    return {
      subject: parsed.subject,
      issuer: parsed.issuer,
      commonName: parsed.subjectName.getField('CN')[0],
      emails: alternatives.filter(({ type }) => type === 'email').map(({ value }) => value),
      serialNumber: parsed.serialNumber,
      notBefore: parsed.notBefore,
      notAfter: parsed.notAfter,
      fingerprintSha256: createHash('sha256').update(raw).digest('hex'),
      subjectKeySha256: createHash('sha256').update(Buffer.from(parsed.publicKey.rawData)).digest(),
      keyUsages: parsed.getExtension(KeyUsagesExtension)?.usages,
      extendedKeyUsages: usageOids(parsed.getExtension(ExtendedKeyUsageExtension)),
      isAuthority: parsed.getExtension(BasicConstraintsExtension)?.ca ?? false,
    }
  } catch (error) {
    throw new CertificateError('This is not an X.509 certificate.', { cause: error })
  }
}

/** The extension's own list is of a class of its own. */
function usageOids(extension: ExtendedKeyUsageExtension | null): readonly string[] | undefined {
  return extension === null ? undefined : Array.from(extension.usages, String)
}
