/** A certificate revocation list (RFC 5280, 5): read, and judged. */
import { constants, verify } from 'node:crypto'
import { AsnConvert } from '@peculiar/asn1-schema'
import { IssuingDistributionPoint } from '@peculiar/asn1-x509'
import type { Certificate } from '../certificate/certificate.ts'
import { isStrongSignature } from '../certificate/strength.ts'
import { KeyUsageFlags, X509Crl, X509CrlEntry } from '../x509.ts'
import { CONTEXT_0, elementAt, elementsOf, sequence, TAG } from './der.ts'
import { CLOCK_SKEW_MS, RevocationError, type Verdict } from './status.ts'

const OID = {
  crlNumber: '2.5.29.20',
  deltaCrlIndicator: '2.5.29.27',
  issuingDistributionPoint: '2.5.29.28',
  authorityKeyIdentifier: '2.5.29.35',
} as const
const UNDERSTOOD: readonly string[] = [
  OID.crlNumber,
  OID.issuingDistributionPoint,
  OID.authorityKeyIdentifier,
]

export interface Crl {
  readonly der: Buffer
  /** Everything but the entries. */
  readonly head: X509Crl
  readonly thisUpdate: Date
  readonly nextUpdate: Date
  /** What the signature covers. */
  readonly signed: Buffer
  readonly signature: Buffer
  /** The entries, one after the other. */
  readonly entries: Buffer
}

/** DER or PEM. Throws RevocationError: `malformed`, `no-next-update`. */
export function readCrl(bytes: Uint8Array): Crl {
  const der = withoutPem(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  try {
    const [signed, algorithm, signature] = [...elementsOf(elementAt(der, 0).content)]
    if (signed === undefined || algorithm === undefined || signature?.tag !== TAG.bitString)
      throw new RevocationError('malformed')
    const { head, entries } = split(elementAt(signed.whole, 0).content)
    const parsed = new X509Crl(Uint8Array.from(sequence([sequence(head), algorithm.whole, signature.whole])))
    const { thisUpdate, nextUpdate } = parsed
    // Whoever has such a list never knows whether it is the newest (RFC 5280, 5.1.2.5 demands it).
    if (nextUpdate === undefined) throw new RevocationError('no-next-update')
    return {
      der,
      head: parsed,
      thisUpdate,
      nextUpdate,
      signed: signed.whole,
      // The first byte counts unused bits: none.
      signature: signature.content.subarray(1),
      entries,
    }
  } catch (error) {
    throw error instanceof RevocationError ? error : new RevocationError('malformed', { cause: error })
  }
}

/** TBSCertList without its entries, and these. */
function split(content: Buffer): { head: Buffer[]; entries: Buffer } {
  const head: Buffer[] = []
  let entries: Buffer = Buffer.alloc(0)
  let isPastTimes = false
  for (const { tag, whole, content: inner } of elementsOf(content)) {
    const isTime = tag === TAG.utcTime || tag === TAG.generalizedTime
    if (isPastTimes && tag === TAG.sequence) entries = inner
    else if (isPastTimes && !isTime && tag !== CONTEXT_0) throw new RevocationError('malformed')
    else head.push(whole)
    isPastTimes ||= isTime
  }
  return { head, entries }
}

function withoutPem(bytes: Buffer): Buffer {
  if (bytes[0] === TAG.sequence) return bytes
  const base64 = /-----BEGIN X509 CRL-----([^-]+)-----END X509 CRL-----/.exec(bytes.toString('latin1'))?.[1]
  if (base64 === undefined) throw new RevocationError('malformed')
  return Buffer.from(base64, 'base64')
}

/** Throws RevocationError when the list is not the issuer's own, signed by it, whole and current. */
export function requireAuthentic(
  { head, thisUpdate, nextUpdate, ...crl }: Crl,
  issuer: Certificate,
  at: Date,
): void {
  const { keyUsages } = issuer.facts
  if (head.issuer !== issuer.facts.subject) throw new RevocationError('wrong-issuer')
  if (keyUsages !== undefined && (keyUsages & KeyUsageFlags.cRLSign) === 0)
    throw new RevocationError('wrong-issuer')
  const extensions = new Map(head.extensions.map((each) => [each.type, each]))
  if (extensions.has(OID.deltaCrlIndicator)) throw new RevocationError('delta-list')
  for (const { type, critical } of extensions.values()) {
    if (critical && !UNDERSTOOD.includes(type)) throw new RevocationError('unknown-critical-extension')
  }
  if (thisUpdate.getTime() > at.getTime() + CLOCK_SKEW_MS) throw new RevocationError('not-yet-valid')
  if (nextUpdate <= at) throw new RevocationError('expired')
  const { name, hash } = head.signatureAlgorithm as { name: string; hash?: { name: string } }
  if (!isStrongSignature({ name, hash: hash?.name })) throw new RevocationError('weak-signature')
  const key =
    name === 'RSA-PSS'
      ? { key: issuer.x509.publicKey, padding: constants.RSA_PKCS1_PSS_PADDING }
      : issuer.x509.publicKey
  if (!verify(hash?.name.replace('SHA-', 'sha'), crl.signed, key, crl.signature))
    throw new RevocationError('forged')
}

/** What an authentic list says. Throws RevocationError when it does not speak of such certificates. */
export function verdictOfCrl(crl: Crl, certificate: Certificate): Verdict {
  requireFor(crl, certificate)
  const entry = entryOf(crl, certificate)
  return entry === undefined
    ? { status: 'good', until: crl.nextUpdate }
    : { status: 'revoked', since: entry.revocationDate }
}

/** RFC 5280, 5.2.5. */
function requireFor({ head }: Crl, { facts }: Certificate): void {
  const extension = head.extensions.find(({ type }) => type === OID.issuingDistributionPoint)
  if (extension === undefined) return
  const scope = AsnConvert.parse(extension.value, IssuingDistributionPoint)
  if (scope.indirectCRL) throw new RevocationError('indirect-list')
  if (scope.onlySomeReasons !== undefined || scope.onlyContainsAttributeCerts)
    throw new RevocationError('partial-list')
  if (facts.isAuthority ? scope.onlyContainsUserCerts : scope.onlyContainsCACerts)
    throw new RevocationError('partial-list')
  const names = scope.distributionPoint?.fullName?.map((name) => name.uniformResourceIdentifier)
  if (names !== undefined && !names.some((url) => url !== undefined && facts.crlUrls.includes(url)))
    throw new RevocationError('wrong-distribution-point')
}

function entryOf({ entries }: Crl, { x509 }: Certificate): X509CrlEntry | undefined {
  // An even number of digits, as DER has whole bytes.
  const digits = x509.serialNumber.length % 2 === 0 ? x509.serialNumber : `0${x509.serialNumber}`
  const serial = withoutZeros(Buffer.from(digits, 'hex'))
  for (const { whole, content } of elementsOf(entries)) {
    const { tag, content: number } = elementAt(content, 0)
    if (tag !== TAG.integer) throw new RevocationError('malformed')
    if (withoutZeros(number).equals(serial)) return new X509CrlEntry(Uint8Array.from(whole))
  }
  return undefined
}

function withoutZeros(number: Buffer): Buffer {
  const first = number.findIndex((byte) => byte !== 0)
  return first === -1 ? Buffer.alloc(0) : number.subarray(first)
}
