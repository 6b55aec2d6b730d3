/** A certificate with what it says, read once. */
import { X509Certificate } from 'node:crypto'
import { CertificateError, type CertificateFacts, certificateFacts } from './facts.ts'

export interface Certificate {
  readonly x509: X509Certificate
  readonly facts: CertificateFacts
}

const PEM = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g

/** DER or PEM. Throws CertificateError. */
export function readCertificate(certificate: string | Uint8Array): Certificate {
  const facts = certificateFacts(certificate)
  return { x509: new X509Certificate(certificate), facts }
}

/** All that a PEM text holds, in order; whatever stands between them is left out. Throws CertificateError. */
export function readCertificates(pem: string): readonly Certificate[] {
  const blocks = pem.match(PEM) ?? []
  if (blocks.length === 0) throw new CertificateError('The text holds no certificate in PEM form.')
  return blocks.map(readCertificate)
}

export function isSameCertificate(one: Certificate, other: Certificate): boolean {
  return one.facts.fingerprintSha256 === other.facts.fingerprintSha256
}

/** By name, key identifier and signature. */
export function isIssuedBy(certificate: Certificate, issuer: Certificate): boolean {
  return certificate.x509.checkIssued(issuer.x509) && certificate.x509.verify(issuer.x509.publicKey)
}
