/** The Online Certificate Status Protocol (RFC 6960): the question, and what its answer says. */
import { createHash } from 'node:crypto'
import { fromBER, OctetString } from 'asn1js'
import { type Certificate, isIssuedBy, readCertificate } from '../certificate/certificate.ts'
import { isStrongKey, isStrongSignature } from '../certificate/strength.ts'
import {
  BasicOCSPResponse,
  CertID,
  Extension,
  engine,
  OCSPRequest,
  OCSPResponse,
  Certificate as PkiCertificate,
  type SingleResponse,
} from '../pkijs-engine.ts'
import { ExtendedKeyUsage, KeyUsageFlags } from '../x509.ts'
import { CLOCK_SKEW_MS, RevocationError, type Verdict } from './status.ts'

const OID = {
  basicResponse: '1.3.6.1.5.5.7.48.1.1',
  nonce: '1.3.6.1.5.5.7.48.1.2',
  noCheck: '1.3.6.1.5.5.7.48.1.5',
} as const

const SUCCESSFUL = 0
const STATUS = { good: 0, revoked: 1 } as const
/** An answer that does not say when the next one comes is of the moment (RFC 6960, 4.2.2.1). */
const FRESH_WITHOUT_NEXT_MS = 10 * 60_000

const STRONG_SIGNATURES = new Set([
  '1.2.840.113549.1.1.10', // RSASSA-PSS
  '1.2.840.113549.1.1.11', // RSA with SHA-256, 384, 512
  '1.2.840.113549.1.1.12',
  '1.2.840.113549.1.1.13',
  '1.2.840.10045.4.3.2', // ECDSA with SHA-256, 384, 512
  '1.2.840.10045.4.3.3',
  '1.2.840.10045.4.3.4',
  '1.3.101.112', // Ed25519, Ed448
  '1.3.101.113',
])

export interface OcspQuestion {
  readonly certificate: Certificate
  readonly issuer: Certificate
  readonly nonce: Buffer
}

export interface OcspAnswer {
  readonly verdict: Verdict
  /** A delegated responder whose own revocation has to be learnt from a list, as its certificate does not excuse it. */
  readonly responder: Certificate | undefined
}

/** DER. */
export async function ocspRequest({ certificate, issuer, nonce }: OcspQuestion): Promise<Buffer> {
  const request = new OCSPRequest()
  await request.createForCertificate(pkiCertificate(certificate), {
    hashAlgorithm: 'SHA-1',
    issuerCertificate: pkiCertificate(issuer),
  })
  const value = new OctetString({ valueHex: Uint8Array.from(nonce).buffer }).toBER(false)
  request.tbsRequest.requestExtensions = [new Extension({ extnID: OID.nonce, extnValue: value })]
  return Buffer.from(request.toSchema(true).toBER(false))
}

/** Throws RevocationError for what is not a current answer to this very question by somebody who may give it. */
export async function ocspAnswer(der: Uint8Array, question: OcspQuestion, at: Date): Promise<OcspAnswer> {
  const basic = readBasic(der)
  const { tbsResponseData, signatureAlgorithm, signature } = basic
  const responder = responderOf(basic, question.issuer, at)
  if (!STRONG_SIGNATURES.has(signatureAlgorithm.algorithmId)) throw new RevocationError('weak-signature')
  const { subjectPublicKeyInfo } = pkiCertificate(responder)
  const isGenuine = await engine()
    .verifyWithPublicKey(
      Uint8Array.from(tbsResponseData.tbsView),
      signature,
      subjectPublicKeyInfo,
      signatureAlgorithm,
    )
    .catch((cause: unknown) => {
      throw new RevocationError('forged', { cause })
    })
  if (!isGenuine) throw new RevocationError('forged')
  requireNonce(tbsResponseData.responseExtensions ?? [], question.nonce)
  const single = await singleFor(tbsResponseData.responses, question)
  const isDelegated = responder !== question.issuer
  const isExcused = responder.facts.extensions.includes(OID.noCheck)
  return {
    verdict: verdictOf(single, at),
    responder: isDelegated && !isExcused ? responder : undefined,
  }
}

function readBasic(der: Uint8Array): BasicOCSPResponse {
  let response: OCSPResponse
  try {
    response = OCSPResponse.fromBER(Uint8Array.from(der))
  } catch (cause) {
    throw new RevocationError('malformed', { cause })
  }
  if (response.responseStatus.valueBlock.valueDec !== SUCCESSFUL)
    throw new RevocationError('responder-refused')
  const { responseBytes } = response
  if (responseBytes?.responseType !== OID.basicResponse) throw new RevocationError('malformed')
  try {
    return BasicOCSPResponse.fromBER(responseBytes.response.valueBlock.valueHexView)
  } catch (cause) {
    throw new RevocationError('malformed', { cause })
  }
}

/** The issuer itself, or one to whom it has given this right in a certificate of its own (RFC 6960, 4.2.2.2). */
function responderOf(
  { certs = [], tbsResponseData }: BasicOCSPResponse,
  issuer: Certificate,
  at: Date,
): Certificate {
  const { responderID } = tbsResponseData
  if (isNamed(responderID, issuer)) return issuer
  for (const each of certs) {
    const candidate = readCertificate(Buffer.from(each.toSchema().toBER(false)))
    if (isNamed(responderID, candidate) && mayAnswer(candidate, issuer, at)) return candidate
  }
  throw new RevocationError('responder-not-authorised')
}

function isNamed(responderID: unknown, certificate: Certificate): boolean {
  const { subject, subjectPublicKeyInfo } = pkiCertificate(certificate)
  if (responderID instanceof OctetString) {
    const key = subjectPublicKeyInfo.subjectPublicKey.valueBlock.valueHexView
    const hash = createHash('sha1').update(key).digest()
    return hash.equals(Buffer.from(responderID.valueBlock.valueHexView))
  }
  return subject.isEqual(responderID)
}

function mayAnswer(candidate: Certificate, issuer: Certificate, at: Date): boolean {
  const { x509, facts } = candidate
  return (
    facts.issuer === issuer.facts.subject &&
    (facts.extendedKeyUsages?.includes(ExtendedKeyUsage.ocspSigning) ?? false) &&
    (facts.keyUsages === undefined || (facts.keyUsages & KeyUsageFlags.digitalSignature) !== 0) &&
    facts.notBefore <= at &&
    at <= facts.notAfter &&
    isStrongKey(x509.publicKey) &&
    isStrongSignature(facts.signature) &&
    isIssuedBy(candidate, issuer)
  )
}

/**
 * Many responders answer from what they have signed beforehand and repeat no nonce; then the times have to do. One
 * that is repeated has to be ours (RFC 9654, 2.1).
 */
function requireNonce(extensions: readonly Extension[], nonce: Buffer): void {
  for (const { extnID, critical, extnValue } of extensions) {
    if (extnID !== OID.nonce) {
      if (critical) throw new RevocationError('unknown-critical-extension')
      continue
    }
    const inner = fromBER(extnValue.valueBlock.valueHexView).result
    const value = inner instanceof OctetString ? inner.valueBlock.valueHexView : undefined
    if (value === undefined || !nonce.equals(Buffer.from(value))) throw new RevocationError('wrong-nonce')
  }
}

async function singleFor(
  responses: readonly SingleResponse[],
  { certificate, issuer }: OcspQuestion,
): Promise<SingleResponse> {
  for (const response of responses) {
    // Some responders use a digest of their own choice.
    const hashAlgorithm = engine().getAlgorithmByOID<{ name: string }>(
      response.certID.hashAlgorithm.algorithmId,
      false,
    )
    if (!('name' in hashAlgorithm)) continue
    const wanted = await CertID.create(pkiCertificate(certificate), {
      hashAlgorithm: hashAlgorithm.name,
      issuerCertificate: pkiCertificate(issuer),
    })
    if (response.certID.isEqual(wanted)) return response
  }
  throw new RevocationError('wrong-certificate')
}

function verdictOf({ certStatus, thisUpdate, nextUpdate }: SingleResponse, at: Date): Verdict {
  const atMs = at.getTime()
  if (thisUpdate.getTime() > atMs + CLOCK_SKEW_MS) throw new RevocationError('not-yet-valid')
  const until = nextUpdate ?? new Date(thisUpdate.getTime() + FRESH_WITHOUT_NEXT_MS)
  if (until.getTime() + CLOCK_SKEW_MS < atMs) throw new RevocationError('expired')
  const tag: unknown = certStatus?.idBlock?.tagNumber
  if (tag === STATUS.good) return { status: 'good', until }
  if (tag === STATUS.revoked) return { status: 'revoked', since: revokedSince(certStatus) ?? thisUpdate }
  // Whose certificate it is, the responder does not know (RFC 6960, 2.2): another source may.
  throw new RevocationError('status-unknown')
}

function revokedSince(certStatus: {
  valueBlock?: { value?: readonly { toDate?: () => Date }[] }
}): Date | undefined {
  return certStatus.valueBlock?.value?.[0]?.toDate?.()
}

function pkiCertificate({ x509 }: Certificate): PkiCertificate {
  return PkiCertificate.fromBER(Uint8Array.from(x509.raw))
}
