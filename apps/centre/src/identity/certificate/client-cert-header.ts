/**
 * The client certificate as a reverse proxy that ends TLS hands it over (RFC 9440): `Client-Cert` with the certificate,
 * `Client-Cert-Chain` with what came along. Whoever else sends these would be anybody they like.
 */
import type { IncomingHttpHeaders } from 'node:http'
import { isIPv6 } from 'node:net'
import { networks, type PresentedCertificate } from '@epacs/pki'
import type { FastifyRequest } from 'fastify'
import { Problem } from '../../http/index.ts'

const MOST_INTERMEDIATES = 16
/** A byte sequence of RFC 8941, 3.3.5. */
const BYTE_SEQUENCE = /^:([A-Za-z0-9+/]+={0,2}):$/

export interface ProxiedCertificates {
  /** Throws a 400 problem when somebody else than a proxy sends the headers. */
  guard(request: FastifyRequest): void
  isFromProxy(request: FastifyRequest): boolean
  /** Undefined: the client showed no certificate. Throws a 400 problem for what RFC 9440 does not know. */
  of(request: FastifyRequest): PresentedCertificate | undefined
}

export function proxiedCertificates(addresses: readonly string[]): ProxiedCertificates {
  const proxies = networks(addresses)
  const isFromProxy = ({ raw }: FastifyRequest) => {
    const address = raw.socket.remoteAddress?.replace(/^::ffff:/, '')
    return address !== undefined && proxies.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')
  }
  return {
    isFromProxy,
    guard(request) {
      const { headers } = request
      if (headers['client-cert'] === undefined && headers['client-cert-chain'] === undefined) return
      if (isFromProxy(request)) return
      throw new Problem(
        400,
        'client-cert-refused',
        'Client-Cert and Client-Cert-Chain are taken from the configured reverse proxies only.',
      )
    },
    of: ({ headers }) => readHeaders(headers),
  }
}

function readHeaders(headers: IncomingHttpHeaders): PresentedCertificate | undefined {
  const certificate = text(headers['client-cert'])
  const chain = text(headers['client-cert-chain'])
  if (certificate === undefined) {
    // RFC 9440, 2.3: the chain never comes alone.
    if (chain !== undefined) throw malformed()
    return undefined
  }
  const intermediates = chain === undefined ? [] : chain.split(',').map((each) => bytes(each))
  if (intermediates.length > MOST_INTERMEDIATES) throw malformed()
  return { certificate: bytes(certificate), intermediates }
}

function text(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header.join(',') : header
}

function bytes(item: string): Buffer {
  const base64 = BYTE_SEQUENCE.exec(item.trim())?.[1]
  if (base64 === undefined) throw malformed()
  return Buffer.from(base64, 'base64')
}

function malformed(): Problem {
  return new Problem(400, 'client-cert-malformed', 'Client-Cert or Client-Cert-Chain is not as in RFC 9440.')
}
