/** A certificate revocation list of an authority of our own. */

import { Integer } from 'asn1js'
import { AuthorityKeyIdentifierExtension, Extension, X509Certificate, X509CrlGenerator } from '../x509.ts'
import type { Validity } from './authority.ts'
import { type Issued, importSigningKey, SIGNATURE } from './authority.ts'

export interface Revoked {
  /** Hexadecimal. */
  readonly serialNumber: string
  readonly since: Date
}

const CRL_NUMBER = '2.5.29.20'

/** DER. `number`: larger with each list (RFC 5280, 5.2.3). */
export async function makeCrl(
  authority: Issued,
  revoked: readonly Revoked[],
  { notBefore, notAfter }: Validity,
  number: number,
): Promise<Buffer> {
  const { subjectName, publicKey } = new X509Certificate(authority.certificatePem)
  const crl = await X509CrlGenerator.create({
    issuer: subjectName,
    thisUpdate: notBefore,
    nextUpdate: notAfter,
    entries: revoked.map(({ serialNumber, since }) => ({ serialNumber, revocationDate: since })),
    extensions: [
      await AuthorityKeyIdentifierExtension.create(publicKey),
      new Extension(CRL_NUMBER, false, new Integer({ value: number }).toBER(false)),
    ],
    signingAlgorithm: SIGNATURE,
    signingKey: await importSigningKey(authority.privateKeyPem),
  })
  return Buffer.from(crl.rawData)
}
