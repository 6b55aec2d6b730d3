/** Answers of an OCSP responder of our own (RFC 6960). */
import { Constructed, Enumerated, GeneralizedTime, OctetString, Primitive } from 'asn1js'
import {
  BasicOCSPResponse,
  type CertID,
  CertID as CertIds,
  engine,
  OCSPRequest,
  OCSPResponse,
  Certificate as PkiCertificate,
  ResponseBytes,
  SingleResponse,
} from '../pkijs-engine.ts'
import { PemConverter } from '../x509.ts'
import { type Issued, importSigningKey } from './authority.ts'
import type { Revoked } from './crl.ts'

const BASIC_RESPONSE = '1.3.6.1.5.5.7.48.1.1'
const NONCE = '1.3.6.1.5.5.7.48.1.2'
const STATUS = { successful: 0, malformedRequest: 1 } as const

export interface OcspResponder {
  /** Whose certificates it answers for. */
  readonly authorityPem: string
  /** The responder's own, delegated by that authority. */
  readonly responder: Issued
  readonly revoked: readonly Revoked[]
  readonly at: Date
  readonly nextUpdate: Date
}

/** GeneralizedTime of certificates and answers has no fractions of a second (RFC 5280 §4.1.2.5.2). */
function wholeSeconds(date: Date): Date {
  return new Date(Math.floor(date.getTime() / 1000) * 1000)
}

/** DER of the request and of the response. Certificates that it has never heard of are good, as with most responders. */
export async function answerOcsp(request: Uint8Array, responder: OcspResponder): Promise<Buffer> {
  let asked: OCSPRequest
  try {
    asked = OCSPRequest.fromBER(Uint8Array.from(request))
  } catch {
    const refusal = new OCSPResponse({ responseStatus: new Enumerated({ value: STATUS.malformedRequest }) })
    return Buffer.from(refusal.toSchema().toBER(false))
  }
  const { responder: own, authorityPem, at } = responder
  const certificate = pkiCertificate(own.certificatePem)
  const basic = new BasicOCSPResponse({ certs: [certificate] })
  const { tbsResponseData } = basic
  tbsResponseData.responderID = certificate.subject
  tbsResponseData.producedAt = wholeSeconds(at)
  const issuer = pkiCertificate(authorityPem)
  for (const { reqCert } of asked.tbsRequest.requestList) {
    tbsResponseData.responses.push(await single(reqCert, issuer, responder))
  }
  const nonces = asked.tbsRequest.requestExtensions?.filter(({ extnID }) => extnID === NONCE) ?? []
  if (nonces.length > 0) tbsResponseData.responseExtensions = nonces
  await basic.sign(await importSigningKey(own.privateKeyPem), 'SHA-256')
  const response = new OCSPResponse({
    responseStatus: new Enumerated({ value: STATUS.successful }),
    responseBytes: new ResponseBytes({
      responseType: BASIC_RESPONSE,
      response: new OctetString({ valueHex: basic.toSchema().toBER(false) }),
    }),
  })
  return Buffer.from(response.toSchema().toBER(false))
}

async function single(
  certID: CertID,
  issuer: PkiCertificate,
  { revoked, at, nextUpdate }: OcspResponder,
): Promise<SingleResponse> {
  const serial = Buffer.from(certID.serialNumber.valueBlock.valueHexView).toString('hex')
  const entry = revoked.find(({ serialNumber }) => sameNumber(serialNumber, serial))
  const isOurs = await isIssuedBy(certID, issuer)
  const since = entry?.since
  return new SingleResponse({
    certID,
    certStatus: certStatus(isOurs, since),
    thisUpdate: wholeSeconds(at),
    nextUpdate: wholeSeconds(nextUpdate),
  })
}

/** CertStatus ::= CHOICE { good [0] NULL, revoked [1] RevokedInfo, unknown [2] NULL }, implicit tags. */
function certStatus(isOurs: boolean, since: Date | undefined): unknown {
  const tag = (tagNumber: number) => ({ tagClass: 3, tagNumber })
  if (!isOurs) return new Primitive({ idBlock: tag(2) })
  if (since === undefined) return new Primitive({ idBlock: tag(0) })
  return new Constructed({
    idBlock: tag(1),
    value: [new GeneralizedTime({ valueDate: wholeSeconds(since) })],
  })
}

async function isIssuedBy(certID: CertID, issuer: PkiCertificate): Promise<boolean> {
  const { name } = engine().getAlgorithmByOID<{ name: string }>(certID.hashAlgorithm.algorithmId, true)
  const own = await CertIds.create(issuer, { hashAlgorithm: name, issuerCertificate: issuer })
  return certID.issuerNameHash.isEqual(own.issuerNameHash) && certID.issuerKeyHash.isEqual(own.issuerKeyHash)
}

function sameNumber(one: string, other: string): boolean {
  return BigInt(`0x${one}`) === BigInt(`0x${other}`)
}

function pkiCertificate(pem: string): PkiCertificate {
  return PkiCertificate.fromBER(PemConverter.decodeFirst(pem))
}
