/** TLS as PS3.15 annex B.12 has it (BCP 195, RFC 9325): version 1.2 and on, forward secrecy, authenticated encryption. */
import { constants } from 'node:crypto'
import type { SecureContextOptions, TLSSocket } from 'node:tls'

export interface TlsIdentity {
  /** PEM. */
  readonly key: string | Buffer
  /** PEM, with what leads to the authority. */
  readonly cert: string | Buffer
  /** PEM of the authorities whose certificates the peer may have. */
  readonly ca: string | Buffer | readonly (string | Buffer)[]
  /** PEM of their revocation lists. */
  readonly crl?: string | Buffer | readonly (string | Buffer)[]
}

/** An acceptor that lets everybody with a certificate as far as the association request, and checks it then. */
export interface TlsWithOwnCheck extends Omit<TlsIdentity, 'ca' | 'crl'> {
  /** `admit` does: who is rejected there learns it as a reason of the association, and whole chains come along. */
  readonly peerIsCheckedBy: 'admit'
}

/** An acceptor whose callers need no certificate. */
export interface TlsOfAcceptorAlone extends Omit<TlsIdentity, 'ca' | 'crl'> {
  readonly peerIsCheckedBy: 'nobody'
}

export type AcceptorTls = TlsIdentity | TlsWithOwnCheck | TlsOfAcceptorAlone

/** Of who calls. Without key and certificate of its own only the one who is called shows one. */
export interface RequestorTls extends Pick<TlsIdentity, 'ca' | 'crl'> {
  readonly key?: TlsIdentity['key'] | undefined
  readonly cert?: TlsIdentity['cert'] | undefined
  /** Whom the peer's certificate has to name; undefined: the host that is called. */
  readonly serverName?: string | undefined
}

/** In the order in which they are preferred. */
export const TLS_CIPHERS: readonly string[] = [
  'TLS_AES_128_GCM_SHA256',
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
  'ECDHE-RSA-CHACHA20-POLY1305',
]

/** For both sides; the peer's certificate is asked for and checked by either. */
function tlsOptions({ ca, crl, ...own }: TlsIdentity) {
  const authorities = { ca: several(ca), ...(crl !== undefined && { crl: several(crl) }) }
  return { ...contextOf(own), ...authorities, requestCert: true, rejectUnauthorized: true }
}

export function requestorTlsOptions({ ca, crl, ...own }: RequestorTls) {
  const authorities = { ca: several(ca), ...(crl !== undefined && { crl: several(crl) }) }
  return { ...contextOf(own), ...authorities, rejectUnauthorized: true }
}

export function acceptorTlsOptions(identity: AcceptorTls) {
  if (!('peerIsCheckedBy' in identity)) return tlsOptions(identity)
  if (identity.peerIsCheckedBy === 'nobody') return { ...contextOf(identity), requestCert: false }
  // Without tickets: a resumed connection brings no certificates along.
  const secureOptions = constants.SSL_OP_NO_TICKET
  return { ...contextOf(identity), secureOptions, ca: [], requestCert: true, rejectUnauthorized: false }
}

function contextOf({ key, cert }: Pick<RequestorTls, 'key' | 'cert'>): SecureContextOptions {
  const own = key === undefined || cert === undefined ? {} : { key, cert }
  return { ...own, minVersion: 'TLSv1.2', ciphers: TLS_CIPHERS.join(':'), honorCipherOrder: true }
}

const LONGEST_CHAIN = 16

/** What the peer showed, as DER: its own certificate, then what it sent along. Empty: nothing. */
export function shownBy(socket: TLSSocket): readonly Uint8Array[] {
  const shown: Uint8Array[] = []
  // Each one's "issuer" is the next that was sent, whatever it is, as long as OpenSSL did not verify the chain.
  let each = socket.getPeerX509Certificate()
  for (; each !== undefined && shown.length < LONGEST_CHAIN; each = each.issuerCertificate)
    shown.push(each.raw)
  return shown
}

function several(pem: string | Buffer | readonly (string | Buffer)[]): (string | Buffer)[] {
  return typeof pem === 'string' || Buffer.isBuffer(pem) ? [pem] : [...pem]
}
