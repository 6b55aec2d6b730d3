/** A certificate authority of our own, for the demo and the tests: server and personal certificates. */
import { randomBytes, webcrypto } from 'node:crypto'
import {
  AuthorityInfoAccessExtension,
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  CRLDistributionPointsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  Name,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '../x509.ts'

export const KEY = { name: 'ECDSA', namedCurve: 'P-256' } as const
export const SIGNATURE = { name: 'ECDSA', hash: 'SHA-256' } as const

/** A certificate with its key, both as PEM. */
export interface Issued {
  readonly certificatePem: string
  /** PKCS#8, not encrypted. */
  readonly privateKeyPem: string
}

export interface Validity {
  readonly notBefore: Date
  readonly notAfter: Date
}

/** Where the revocation of what is issued can be learnt. */
export interface Revocable {
  readonly crlUrl?: string
  readonly ocspUrl?: string
}

export interface AuthorityRequest extends Validity, Revocable {
  readonly commonName: string
  readonly organization: string
  /** Issued by this one; otherwise self-signed. */
  readonly issuer?: Issued
}

export interface ServerRequest extends Validity {
  readonly dnsNames: readonly string[]
  readonly ipAddresses: readonly string[]
}

export interface PersonRequest extends Validity, Revocable {
  readonly commonName: string
  readonly email?: string
  readonly organization?: string
  /** Stable identifier of the subject, as attribute serialNumber. */
  readonly subjectSerial?: string
  /** What the certificate is for; others than `clientAuth` do not open the certificate entrance. */
  readonly purpose?: 'clientAuth' | 'emailProtection'
}

/** Names and addresses of one's own machine. */
export const LOCAL_NAMES = { dnsNames: ['localhost'], ipAddresses: ['127.0.0.1', '::1'] } as const

export async function makeAuthority(request: AuthorityRequest): Promise<Issued> {
  const name = nameOf({ C: ['CZ'], O: [request.organization], CN: [request.commonName] })
  return await issue(request.issuer, name, request, [
    new BasicConstraintsExtension(true, undefined, true),
    new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
    ...addresses(request),
  ])
}

/** One who answers by OCSP for the authority. No-check: nobody asks for its own revocation (RFC 6960, 4.2.2.2.1). */
export async function issueResponderCertificate(authority: Issued, validity: Validity): Promise<Issued> {
  const { subjectName } = new X509Certificate(authority.certificatePem)
  const [issuerName = 'authority'] = subjectName.getField('CN')
  return await issue(authority, nameOf({ CN: [`OCSP ${issuerName}`] }), validity, [
    new BasicConstraintsExtension(false, undefined, true),
    new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
    new ExtendedKeyUsageExtension([ExtendedKeyUsage.ocspSigning]),
    new Extension(OCSP_NO_CHECK, false, Uint8Array.from([0x05, 0x00])),
  ])
}

export async function issueServerCertificate(authority: Issued, request: ServerRequest): Promise<Issued> {
  const [commonName = 'server'] = request.dnsNames
  return await issue(authority, nameOf({ CN: [commonName] }), request, [
    new BasicConstraintsExtension(false, undefined, true),
    new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
    new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
    new SubjectAlternativeNameExtension([
      ...request.dnsNames.map((value) => ({ type: 'dns', value }) as const),
      ...request.ipAddresses.map((value) => ({ type: 'ip', value }) as const),
    ]),
  ])
}

export async function issuePersonalCertificate(authority: Issued, request: PersonRequest): Promise<Issued> {
  const { commonName, email, organization, subjectSerial, purpose = 'clientAuth' } = request
  const name = nameOf({
    C: ['CZ'],
    ...(organization === undefined ? {} : { O: [organization] }),
    CN: [commonName],
    ...(subjectSerial === undefined ? {} : { '2.5.4.5': [subjectSerial] }),
  })
  return await issue(authority, name, request, [
    new BasicConstraintsExtension(false, undefined, true),
    new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
    new ExtendedKeyUsageExtension([ExtendedKeyUsage[purpose]]),
    ...addresses(request),
    ...(email === undefined ? [] : [new SubjectAlternativeNameExtension([{ type: 'email', value: email }])]),
  ])
}

const OCSP_NO_CHECK = '1.3.6.1.5.5.7.48.1.5'

function addresses({ crlUrl, ocspUrl }: Revocable): readonly Extension[] {
  return [
    ...(crlUrl === undefined ? [] : [new CRLDistributionPointsExtension([crlUrl])]),
    ...(ocspUrl === undefined ? [] : [new AuthorityInfoAccessExtension({ ocsp: ocspUrl })]),
  ]
}

export function nameOf(parts: Readonly<Record<string, string[]>>): Name {
  return new Name(Object.entries(parts).map(([type, values]) => ({ [type]: values })))
}

async function issue(
  issuer: Issued | undefined,
  subject: Name,
  validity: Validity,
  extensions: readonly Extension[],
): Promise<Issued> {
  const keys = await webcrypto.subtle.generateKey(KEY, true, ['sign', 'verify'])
  const certificate = await issueFor(keys.publicKey, issuer ?? keys.privateKey, subject, validity, extensions)
  const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)
  return { certificatePem: certificate, privateKeyPem: `${PemConverter.encode(pkcs8, 'PRIVATE KEY')}\n` }
}

/** PEM of a certificate for the key. @param signer the issuer; a key: it signs itself */
export async function issueFor(
  publicKey: webcrypto.CryptoKey,
  signer: Issued | webcrypto.CryptoKey,
  subject: Name,
  { notBefore, notAfter }: Validity,
  extensions: readonly Extension[],
): Promise<string> {
  const issuer = 'certificatePem' in signer ? signer : undefined
  const issuerCertificate = issuer === undefined ? undefined : new X509Certificate(issuer.certificatePem)
  const certificate = await X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject: subject.toString(),
    issuer: issuerCertificate?.subject ?? subject.toString(),
    notBefore,
    notAfter,
    publicKey,
    signingKey: 'certificatePem' in signer ? await importSigningKey(signer.privateKeyPem) : signer,
    signingAlgorithm: SIGNATURE,
    extensions: [
      ...extensions,
      await SubjectKeyIdentifierExtension.create(publicKey),
      await AuthorityKeyIdentifierExtension.create(issuerCertificate?.publicKey ?? publicKey),
    ],
  })
  return `${certificate.toString('pem')}\n`
}

/** 127 random bits: positive, and never the same twice (RFC 5280, 4.1.2.2). */
function serialNumber(): string {
  const bytes = randomBytes(16)
  bytes.writeUInt8((bytes.readUInt8(0) & 0x7f) | 0x40, 0)
  return bytes.toString('hex')
}

export async function importSigningKey(pem: string): Promise<webcrypto.CryptoKey> {
  return await webcrypto.subtle.importKey('pkcs8', PemConverter.decodeFirst(pem), KEY, false, ['sign'])
}
