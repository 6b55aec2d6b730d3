/** The personal certificate that the client proved to hold the key of, in the TLS handshake. */
import type { Socket } from 'node:net'
import { type DetailedPeerCertificate, TLSSocket } from 'node:tls'
import type { PresentedCertificate } from '@epacs/pki'
import type { AcceptedNow } from '../authorities.ts'

const LONGEST_CHAIN = 10

export interface Presented {
  /** DER. */
  readonly certificate: Buffer
  readonly intermediates: readonly Buffer[]
  readonly fingerprintSha256: string
  readonly chain: 'verified' | 'unknown'
  /** Those that `chain` is about. */
  readonly accepted: AcceptedNow
}

/** Per connection: a certificate does not change while it lasts. */
const known = new WeakMap<TLSSocket, Presented>()

/** Undefined: the client showed no certificate. */
export function presentedBy(socket: Socket, accepted: AcceptedNow): Presented | undefined {
  if (!(socket instanceof TLSSocket)) return undefined
  const before = known.get(socket)
  if (before !== undefined) return before
  // Without a certificate Node gives an empty object.
  const peer: Partial<DetailedPeerCertificate> | undefined = socket.getPeerCertificate(true)
  if (peer?.raw === undefined || peer.fingerprint256 === undefined) return undefined
  const presented: Presented = {
    certificate: peer.raw,
    intermediates: issuersOf(peer),
    fingerprintSha256: peer.fingerprint256.replaceAll(':', '').toLowerCase(),
    chain: socket.authorized && accepted.tls() === 'same' ? 'verified' : 'unknown',
    accepted,
  }
  known.set(socket, presented)
  return presented
}

/** The last one's issuer is itself. */
function issuersOf(peer: Partial<DetailedPeerCertificate>): readonly Buffer[] {
  const issuers: Buffer[] = []
  let issuer: DetailedPeerCertificate | undefined = peer.issuerCertificate
  while (issuer?.raw !== undefined && issuers.length < LONGEST_CHAIN) {
    if (issuers.some((each) => each.equals(issuer?.raw ?? each))) break
    issuers.push(issuer.raw)
    issuer = issuer.issuerCertificate
  }
  return issuers
}

/** As the check takes it. What TLS verified counts only for the authorities that it knew then. */
export function toBeChecked(presented: Presented, accepted: AcceptedNow): PresentedCertificate {
  const { certificate, intermediates, chain } = presented
  return { certificate, intermediates, chain: presented.accepted === accepted ? chain : 'unknown' }
}
