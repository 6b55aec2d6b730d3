/** PKCS#12 (RFC 7292): a certificate with its key and issuers in one file, as browsers and systems import it. */
import { createHash, X509Certificate } from 'node:crypto'
import { BmpString, OctetString } from 'asn1js'
import {
  Attribute,
  AuthenticatedSafe,
  CertBag,
  Certificate,
  PFX,
  PKCS8ShroudedKeyBag,
  PrivateKeyInfo,
  SafeBag,
  SafeContents,
} from '../pkijs-engine.ts'
import { PemConverter } from '../x509.ts'
import type { Issued } from './authority.ts'

const OID = {
  shroudedKeyBag: '1.2.840.113549.1.12.10.1.2',
  certBag: '1.2.840.113549.1.12.10.1.3',
  friendlyName: '1.2.840.113549.1.9.20',
  localKeyId: '1.2.840.113549.1.9.21',
} as const

const ITERATIONS = 100_000
const ENCRYPTION = {
  contentEncryptionAlgorithm: { name: 'AES-CBC', length: 256 },
  hmacHashAlgorithm: 'SHA-256',
  iterationCount: ITERATIONS,
} as const

export interface Pkcs12Request extends Issued {
  /** Certificates above it, PEM. */
  readonly authorityPems: readonly string[]
  /** Shown by browsers in their lists. */
  readonly friendlyName: string
  /** ASCII: programs differ in how they encode anything else. */
  readonly password: string
}

/** DER, encrypted with AES-256 and authenticated with HMAC-SHA-256. */
export async function toPkcs12(request: Pkcs12Request): Promise<Buffer> {
  const password = new TextEncoder().encode(request.password).buffer
  const leaf = new X509Certificate(request.certificatePem)
  const attributes = () => [
    new Attribute({ type: OID.friendlyName, values: [new BmpString({ value: request.friendlyName })] }),
    new Attribute({
      type: OID.localKeyId,
      values: [new OctetString({ valueHex: createHash('sha1').update(leaf.raw).digest() })],
    }),
  ]
  const keyBag = new PKCS8ShroudedKeyBag({
    parsedValue: PrivateKeyInfo.fromBER(PemConverter.decodeFirst(request.privateKeyPem)),
  })
  await keyBag.makeInternalValues({ password, ...ENCRYPTION })
  const certificates = new SafeContents({
    safeBags: [
      certificateBag(request.certificatePem, attributes()),
      ...request.authorityPems.map((pem) => certificateBag(pem, [])),
    ],
  })
  const keys = new SafeContents({
    safeBags: [new SafeBag({ bagId: OID.shroudedKeyBag, bagValue: keyBag, bagAttributes: attributes() })],
  })
  const authenticatedSafe = new AuthenticatedSafe({
    parsedValue: {
      safeContents: [
        { privacyMode: 1, value: certificates },
        { privacyMode: 0, value: keys },
      ],
    },
  })
  await authenticatedSafe.makeInternalValues({ safeContents: [{ password, ...ENCRYPTION }, {}] })
  const pfx = new PFX({ parsedValue: { integrityMode: 0, authenticatedSafe } })
  await pfx.makeInternalValues({
    password,
    iterations: ITERATIONS,
    pbkdf2HashAlgorithm: 'SHA-256',
    hmacHashAlgorithm: 'SHA-256',
  })
  return Buffer.from(pfx.toSchema().toBER(false))
}

function certificateBag(pem: string, bagAttributes: Attribute[]): SafeBag {
  const bagValue = new CertBag({ parsedValue: Certificate.fromBER(PemConverter.decodeFirst(pem)) })
  return new SafeBag(
    bagAttributes.length === 0
      ? { bagId: OID.certBag, bagValue }
      : { bagId: OID.certBag, bagValue, bagAttributes },
  )
}
