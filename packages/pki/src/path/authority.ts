/** An accepted authority: the certificates at which chains may end, and those of its issuing authorities below. */
import {
  type Certificate,
  isIssuedBy,
  isSameCertificate,
  readCertificates,
} from '../certificate/certificate.ts'
import { isStrongKey } from '../certificate/strength.ts'
import { KeyUsageFlags } from '../x509.ts'

export interface AcceptedAuthority {
  /** As the caller names it. */
  readonly id: string
  /** Trusted as they are. */
  readonly anchors: readonly Certificate[]
  /** Known ways from a personal certificate to an anchor: clients often send their own certificate alone. */
  readonly issuing: readonly Certificate[]
}

export class AuthorityError extends Error {
  override readonly name = 'AuthorityError'
  /** Stable kebab-case word. */
  readonly code: 'no-authority-certificate' | 'expired-authority' | 'weak-authority'

  constructor(code: AuthorityError['code'], message: string) {
    super(message)
    this.code = code
  }
}

/**
 * The certificates of one authority from a PEM text: those that no other one of them has issued are its anchors, the
 * rest its issuing authorities. Throws CertificateError for what is no certificate, AuthorityError for one that cannot
 * be an authority's now.
 */
export function readAuthority(pem: string, at: Date): Omit<AcceptedAuthority, 'id'> {
  const certificates = readCertificates(pem).filter(
    (each, index, all) => all.findIndex((other) => isSameCertificate(each, other)) === index,
  )
  for (const each of certificates) requireAuthority(each, at)
  const isBelowAnother = (each: Certificate) =>
    certificates.some((other) => !isSameCertificate(each, other) && isIssuedBy(each, other))
  // Two that have issued each other (cross-certificates) alone: nothing is above them.
  const anchors = certificates.filter((each) => !isBelowAnother(each) || isIssuedBy(each, each))
  if (anchors.length === 0) return { anchors: certificates, issuing: [] }
  return { anchors, issuing: certificates.filter((each) => !anchors.includes(each)) }
}

function requireAuthority({ x509, facts }: Certificate, at: Date): void {
  const name = facts.commonName ?? facts.subject
  const { keyUsages, isAuthority, notAfter } = facts
  if (!isAuthority || (keyUsages !== undefined && (keyUsages & KeyUsageFlags.keyCertSign) === 0)) {
    throw new AuthorityError('no-authority-certificate', `${name} is not the certificate of an authority.`)
  }
  if (notAfter < at)
    throw new AuthorityError('expired-authority', `The certificate of ${name} is not valid any more.`)
  if (!isStrongKey(x509.publicKey))
    throw new AuthorityError('weak-authority', `The key of ${name} is too weak.`)
}
