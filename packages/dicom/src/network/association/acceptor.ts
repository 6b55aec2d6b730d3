/** Listens for associations: plain, or over TLS. What goes wrong in one of them touches no other. */
import { once } from 'node:events'
import { type AddressInfo, createServer as createPlainServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer, TLSSocket } from 'node:tls'
import { type AssociateRequest, REJECTION, type Rejection } from '../pdu/pdu.ts'
import { responder } from '../services/responder.ts'
import { Accepting } from './accepting.ts'
import type { Admission, Proposal } from './admission.ts'
import type { Association } from './association.ts'
import type { AssociationEnd } from './association-end.ts'
import { type AssociationLimits, DEFAULT_ASSOCIATION_LIMITS } from './association-limits.ts'
import { type AcceptorTls, acceptorTlsOptions, shownBy } from './tls.ts'

export interface AcceptorOptions {
  readonly host?: string | undefined
  /** 0: any that is free. */
  readonly port: number
  readonly tls?: AcceptorTls | undefined
  /** Called for each association, before anything is accepted: by AE titles, address, certificate, user identity. */
  readonly admit: (proposal: Proposal) => Admission | Promise<Admission>
  readonly limits?: Partial<AssociationLimits> | undefined
  /** More are rejected for now, with "local limit exceeded". */
  readonly maxAssociations?: number | undefined
  /** Of one address. */
  readonly maxAssociationsPerPeer?: number | undefined
  /** Connections of one address that have come to no association: more are closed at once. */
  readonly maxPendingPerPeer?: number | undefined
  /** Operations that a peer may have under way on one association. */
  readonly maxPerformed?: number | undefined
  readonly onAssociation?: ((association: Association, proposal: Proposal) => void) | undefined
  /** With the very proposal that `admit` was given; undefined: it never came to one. */
  readonly onEnd?: ((end: AssociationEnd, proposal: Proposal | undefined) => void) | undefined
}

const DEFAULT_MAX_ASSOCIATIONS = 100
/** Connections that are no association yet, or none any more, besides those that are. */
const SPARE_CONNECTIONS = 50
const DEFAULT_MAX_PENDING_PER_PEER = 20
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
            { ...socketOptions, ...acceptorTlsOptions(tls), handshakeTimeout: this.#limits.artimMs },
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
    // A connection that cannot be taken is lost; the others go on.
    acceptor.#server.on('error', (error: Error) => options.onEnd?.({ kind: 'lost', error }, undefined))
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
  setTls(identity: AcceptorTls): void {
    if ('setSecureContext' in this.#server && typeof this.#server.setSecureContext === 'function') {
      this.#server.setSecureContext(acceptorTlsOptions(identity))
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
    const certificates = socket instanceof TLSSocket ? shownBy(socket) : undefined
    const isUnknown = certificates?.length === 0 && !this.#isOpenToAll
    if (this.#isCrowded(remoteAddress) || isUnknown) {
      socket.destroy()
      return
    }
    let proposal: Proposal | undefined
    const accepting: Accepting = new Accepting({
      socket,
      limits: this.#limits,
      maxPerformed: this.#options.maxPerformed ?? DEFAULT_MAX_PERFORMED,
      admit: async (request) => {
        const congestion = this.#congestion(remoteAddress)
        if (congestion !== undefined) return { reject: congestion }
        return await this.#options.admit(proposalOf(request))
      },
      respond: responder,
      onAssociation: (association, request) =>
        this.#options.onAssociation?.(association, proposalOf(request)),
      onEnd: (end, request) => {
        this.#options.onEnd?.(end, request && proposalOf(request))
      },
      onClosed: () => this.#open.delete(accepting),
    })
    const proposalOf = (request: AssociateRequest): Proposal => {
      proposal ??= { request, remoteAddress, certificates }
      return proposal
    }
    this.#open.add(accepting)
    accepting.begin()
  }

  /** Nobody's certificate is asked for. */
  get #isOpenToAll(): boolean {
    const { tls } = this.#options
    return tls !== undefined && 'peerIsCheckedBy' in tls && tls.peerIsCheckedBy === 'nobody'
  }

  /** So that one peer's silent connections do not take the places of others. */
  #isCrowded(remoteAddress: string): boolean {
    const { maxPendingPerPeer = DEFAULT_MAX_PENDING_PER_PEER } = this.#options
    let pending = 0
    for (const accepting of this.#open) {
      if (accepting.isPending && accepting.remoteAddress === remoteAddress) pending++
    }
    return pending >= maxPendingPerPeer
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
