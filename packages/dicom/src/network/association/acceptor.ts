/** Listens for associations: plain, or over mutual TLS. What goes wrong in one of them touches no other. */
import { once } from 'node:events'
import { type AddressInfo, createServer as createPlainServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer, TLSSocket } from 'node:tls'
import { REJECTION, type Rejection } from '../pdu/pdu.ts'
import { responder } from '../services/responder.ts'
import { Accepting } from './accepting.ts'
import type { Admission, Proposal } from './admission.ts'
import type { Association } from './association.ts'
import type { AssociationEnd } from './association-end.ts'
import { type AssociationLimits, DEFAULT_ASSOCIATION_LIMITS } from './association-limits.ts'
import { type TlsIdentity, tlsOptions } from './tls.ts'

export interface AcceptorOptions {
  readonly host?: string | undefined
  /** 0: any that is free. */
  readonly port: number
  readonly tls?: TlsIdentity | undefined
  /** Called for each association, before anything is accepted: by AE titles, address, certificate, user identity. */
  readonly admit: (proposal: Proposal) => Admission | Promise<Admission>
  readonly limits?: Partial<AssociationLimits> | undefined
  /** More are rejected for now, with "local limit exceeded". */
  readonly maxAssociations?: number | undefined
  /** Of one address. */
  readonly maxAssociationsPerPeer?: number | undefined
  /** Operations that a peer may have under way on one association. */
  readonly maxPerformed?: number | undefined
  readonly onAssociation?: ((association: Association) => void) | undefined
  readonly onEnd?: ((end: AssociationEnd, proposal: Proposal | undefined) => void) | undefined
}

const DEFAULT_MAX_ASSOCIATIONS = 100
/** Connections that are no association yet, or none any more, besides those that are. */
const SPARE_CONNECTIONS = 50
const DEFAULT_MAX_PERFORMED = 4

export class Acceptor {
  readonly #server: Server
  readonly #options: AcceptorOptions
  readonly #limits: AssociationLimits
  readonly #open = new Set<Accepting>()
  #port = 0

  private constructor(options: AcceptorOptions) {
    this.#options = options
    this.#limits = { ...DEFAULT_ASSOCIATION_LIMITS, ...options.limits }
    const { tls } = options
    const socketOptions = { noDelay: true, allowHalfOpen: false }
    this.#server =
      tls === undefined
        ? createPlainServer(socketOptions, (socket) => this.#take(socket))
        : createTlsServer(
            { ...socketOptions, ...tlsOptions(tls), handshakeTimeout: this.#limits.artimMs },
            (socket) => this.#take(socket),
          )
    this.#server.maxConnections = this.#maxAssociations + SPARE_CONNECTIONS
    // A failed handshake is over with its connection.
    this.#server.on('tlsClientError', (error: Error) => options.onEnd?.({ kind: 'lost', error }, undefined))
  }

  static async listen(options: AcceptorOptions): Promise<Acceptor> {
    const acceptor = new Acceptor(options)
    acceptor.#server.listen(options.port, options.host)
    await once(acceptor.#server, 'listening')
    const address = acceptor.#server.address() as AddressInfo
    acceptor.#port = address.port
    return acceptor
  }

  get port(): number {
    return this.#port
  }

  /** Associations that stand. */
  get associations(): number {
    let standing = 0
    for (const { isStanding } of this.#open) if (isStanding) standing++
    return standing
  }

  /** New certificates or revocation lists, for connections from now on. */
  setTls(identity: TlsIdentity): void {
    if ('setSecureContext' in this.#server && typeof this.#server.setSecureContext === 'function') {
      this.#server.setSecureContext(tlsOptions(identity))
    }
  }

  /** Takes no new associations, gives those that stand `graceMs` to end, and aborts the rest. */
  async close(graceMs = 0): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()))
    const timer = setTimeout(() => {
      for (const accepting of this.#open) accepting.shutDown()
    }, graceMs)
    await closed
    clearTimeout(timer)
  }

  get #maxAssociations(): number {
    return this.#options.maxAssociations ?? DEFAULT_MAX_ASSOCIATIONS
  }

  #take(socket: Socket): void {
    const { remoteAddress = '' } = socket
    const certificate = socket instanceof TLSSocket ? socket.getPeerCertificate() : undefined
    const accepting: Accepting = new Accepting({
      socket,
      limits: this.#limits,
      maxPerformed: this.#options.maxPerformed ?? DEFAULT_MAX_PERFORMED,
      admit: async (request) => {
        const congestion = this.#congestion(remoteAddress)
        if (congestion !== undefined) return { reject: congestion }
        return await this.#options.admit({ request, remoteAddress, certificate })
      },
      respond: responder,
      onAssociation: (association) => this.#options.onAssociation?.(association),
      onEnd: (end, request) => {
        this.#options.onEnd?.(end, request && { request, remoteAddress, certificate })
      },
      onClosed: () => this.#open.delete(accepting),
    })
    this.#open.add(accepting)
    accepting.begin()
  }

  #congestion(remoteAddress: string): Rejection | undefined {
    const { maxAssociationsPerPeer = this.#maxAssociations } = this.#options
    let all = 0
    let ofPeer = 0
    for (const accepting of this.#open) {
      if (!accepting.isStanding) continue
      all++
      if (accepting.remoteAddress === remoteAddress) ofPeer++
    }
    const isFull = all >= this.#maxAssociations || ofPeer >= maxAssociationsPerPeer
    return isFull ? REJECTION.localLimitExceeded : undefined
  }
}
