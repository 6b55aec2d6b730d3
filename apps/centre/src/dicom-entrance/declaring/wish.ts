/** What an operator wishes a gateway to be, checked; what is wrong with it is told in one sentence. */
import { CertificateError, certificateFacts } from '@epacs/pki'
import { Problem } from '../../http/index.ts'
import { isAddressEntry } from '../calling/addresses.ts'
import { type GatewayWish, isAeTitle } from './schemas.ts'

export interface BoundCertificate {
  readonly issuer: string | null
  readonly subject_key_sha256: Buffer | null
  readonly fingerprint_sha256: string
  readonly subject: string | null
  readonly not_after: Date | null
}

export interface CheckedWish extends Omit<GatewayWish, 'certificates'> {
  readonly certificates: readonly BoundCertificate[]
}

/** @throws Problem (400) */
export function checkWish(wish: GatewayWish): CheckedWish {
  requireAeTitle(wish.aeTitle)
  const addresses = wish.addresses.map((address) => address.trim())
  for (const address of addresses) {
    if (isAddressEntry(address)) continue
    const words = `${JSON.stringify(address)} is neither an address nor a network, or a network of all addresses.`
    throw new Problem(400, 'invalid-address', words, { address })
  }
  const twice = repeated(addresses)
  if (twice !== undefined) {
    throw new Problem(400, 'repeated-address', `${twice} is given twice.`, { address: twice })
  }
  const certificates = wish.certificates.map(boundCertificate)
  const same = repeated(certificates.map(({ fingerprint_sha256 }) => fingerprint_sha256))
  if (same !== undefined) {
    const words = `The certificate ${same} is given twice.`
    throw new Problem(400, 'repeated-certificate', words, { fingerprintSha256: same })
  }
  if (addresses.length === 0 && certificates.length === 0) {
    throw new Problem(
      400,
      'no-way-in',
      'A gateway needs a certificate or an address; otherwise it cannot call.',
    )
  }
  return { ...wish, addresses, certificates }
}

export function requireAeTitle(aeTitle: string): void {
  if (isAeTitle(aeTitle)) return
  const words =
    'An AE title has 1 to 16 characters: letters without diacritics, digits, marks and spaces between them, no backslash.'
  throw new Problem(400, 'invalid-ae-title', words)
}

function boundCertificate(text: string): BoundCertificate {
  const hexadecimal = text.replaceAll(/[\s:]/g, '').toLowerCase()
  if (/^[0-9a-f]{64}$/.test(hexadecimal)) {
    const nothing = { issuer: null, subject_key_sha256: null, subject: null, not_after: null }
    return { ...nothing, fingerprint_sha256: hexadecimal }
  }
  try {
    const facts = certificateFacts(text)
    if (facts.isAuthority) {
      const words = `${facts.subject} is an authority; a gateway shows a certificate of its own.`
      throw new Problem(400, 'authority-certificate', words)
    }
    return {
      issuer: facts.issuer,
      subject_key_sha256: facts.subjectKeySha256,
      fingerprint_sha256: facts.fingerprintSha256,
      subject: facts.subject,
      not_after: facts.notAfter,
    }
  } catch (error) {
    if (!(error instanceof CertificateError)) throw error
    throw new Problem(400, 'no-gateway-certificate', 'This is neither a certificate nor the SHA-256 of one.')
  }
}

function repeated(texts: readonly string[]): string | undefined {
  return texts.find((text, index) => texts.indexOf(text) < index)
}
