/** The personal certificate that the client proved to hold the key of: in the TLS handshake, or before a proxy. */
import { createHash } from 'node:crypto'
import type { Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import type { FastifyRequest } from 'fastify'
import type { IdentityContext } from '../entrance.ts'
import { type ProxiedCertificates, proxiedCertificates } from './client-cert-header.ts'

const MOST_INTERMEDIATES = 16

export interface Presented {
  /** DER. */
  readonly certificate: Buffer
  readonly intermediates: readonly Buffer[]
  /** Lower-case hexadecimal. */
  readonly fingerprintSha256: string
}

/** Per connection: a certificate does not change while it lasts. */
const known = new WeakMap<TLSSocket, Presented>()
const proxiesOf = new WeakMap<IdentityContext['db'], ProxiedCertificates>()

/** Undefined: the client showed no certificate. Throws a 400 problem for headers that are not to be taken. */
export function presentedBy(request: FastifyRequest, context: IdentityContext): Presented | undefined {
  const proxies = proxiesTo(context)
  proxies.guard(request)
  if (!proxies.isFromProxy(request)) return presentedOn(request.socket)
  const handed = proxies.of(request)
  if (handed === undefined) return undefined
  const [certificate, ...intermediates] = [handed.certificate, ...(handed.intermediates ?? [])].map((each) =>
    Buffer.from(each),
  )
  return certificate && { certificate, intermediates, fingerprintSha256: fingerprint(certificate) }
}

export function proxiesTo({ db, config }: IdentityContext): ProxiedCertificates {
  const before = proxiesOf.get(db)
  if (before !== undefined) return before
  const made = proxiedCertificates(config.reverseProxy.addresses)
  proxiesOf.set(db, made)
  return made
}

function presentedOn(socket: Socket): Presented | undefined {
  if (!(socket instanceof TLSSocket)) return undefined
  const before = known.get(socket)
  if (before !== undefined) return before
  // Each one's "issuer" is the next that the client sent, whatever it is: Node 24, as long as OpenSSL did not verify.
  const certificates: Buffer[] = []
  for (let each = socket.getPeerX509Certificate(); each !== undefined; each = each.issuerCertificate) {
    certificates.push(each.raw)
    if (certificates.length > MOST_INTERMEDIATES) break
  }
  const [certificate, ...intermediates] = certificates
  if (certificate === undefined) return undefined
  const presented = { certificate, intermediates, fingerprintSha256: fingerprint(certificate) }
  known.set(socket, presented)
  return presented
}

function fingerprint(certificate: Buffer): string {
  return createHash('sha256').update(certificate).digest('hex')
}
