/**
 * Certificate requests (PKCS #10, RFC 2986): made by whoever holds the key, answered by an authority of our own. The
 * authority takes the key alone from a request; the names in the certificate are the authority's.
 */
import { webcrypto } from 'node:crypto'
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  Pkcs10CertificateRequest,
  Pkcs10CertificateRequestGenerator,
} from '../x509.ts'
import { type Issued, issueFor, KEY, nameOf, SIGNATURE, type Validity } from './authority.ts'

export class CertificateRequestError extends Error {
  override readonly name = 'CertificateRequestError'
}

export interface KeyWithRequest {
  /** PKCS#8, not encrypted: goes nowhere. */
  readonly privateKeyPem: string
  readonly requestPem: string
}

export interface ProgramRequest extends Validity {
  readonly commonName: string
  readonly organization: string
}

/** A new key (P-256) and the request for its certificate. */
export async function makeCertificateRequest(commonName: string): Promise<KeyWithRequest> {
  const keys = await webcrypto.subtle.generateKey(KEY, true, ['sign', 'verify'])
  const request = await Pkcs10CertificateRequestGenerator.create({
    name: nameOf({ CN: [commonName] }).toString(),
    keys,
    signingAlgorithm: SIGNATURE,
  })
  const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)
  return {
    privateKeyPem: `${PemConverter.encode(pkcs8, 'PRIVATE KEY')}\n`,
    requestPem: `${request.toString('pem')}\n`,
  }
}

/**
 * PEM of a certificate for TLS clients with the request's key.
 *
 * @throws CertificateRequestError: unreadable, another kind of key than P-256, or not signed with that key
 */
export async function answerCertificateRequest(
  authority: Issued,
  requestPem: string,
  { commonName, organization, ...validity }: ProgramRequest,
): Promise<string> {
  const publicKey = await requestedKey(requestPem)
  const subject = nameOf({ O: [organization], CN: [commonName] })
  return await issueFor(publicKey, authority, subject, validity, [
    new BasicConstraintsExtension(false, undefined, true),
    new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
    new ExtendedKeyUsageExtension([ExtendedKeyUsage.clientAuth]),
  ])
}

async function requestedKey(requestPem: string): Promise<webcrypto.CryptoKey> {
  let request: Pkcs10CertificateRequest
  let publicKey: webcrypto.CryptoKey
  try {
    request = new Pkcs10CertificateRequest(requestPem)
    publicKey = await request.publicKey.export(KEY, ['verify'])
  } catch (error) {
    throw new CertificateRequestError('This is no certificate request with a P-256 key.', { cause: error })
  }
  // Section 3: the signature proves that whoever asks holds the key.
  if (!(await request.verify())) {
    throw new CertificateRequestError('The request is not signed with its key.')
  }
  return publicKey
}
