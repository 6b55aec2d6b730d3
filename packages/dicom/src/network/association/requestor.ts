/** Asks a peer for an association: plain, or over TLS. */
import { connect as connectPlain, type Socket } from 'node:net'
import { checkServerIdentity, connect as connectTls } from 'node:tls'
import { IMPLEMENTATION_CLASS_UID, IMPLEMENTATION_VERSION_NAME } from '../../file/file-head.ts'
import {
  APPLICATION_CONTEXT,
  type AssociateAccept,
  type AssociateRequest,
  type AsyncOperations,
  type CommonExtendedNegotiation,
  type ExtendedNegotiation,
  type ProposedContext,
  type RoleSelection,
  type UserIdentity,
} from '../pdu/pdu.ts'
import { responder, type Services } from '../services/responder.ts'
import { Association } from './association.ts'
import { AssociationError } from './association-end.ts'
import { type AssociationLimits, DEFAULT_ASSOCIATION_LIMITS } from './association-limits.ts'
import { agreementOf } from './negotiation.ts'
import { type RequestorTls, requestorTlsOptions } from './tls.ts'
import { UpperLayer } from './upper-layer.ts'

export interface RequestorOptions {
  readonly host: string
  readonly port: number
  readonly tls?: RequestorTls | undefined
  readonly callingAeTitle: string
  readonly calledAeTitle: string
  /** At most 128; IDs are given in their order. */
  readonly contexts: readonly Omit<ProposedContext, 'id'>[]
  /** What the peer may ask for on this association: without them only C-ECHO. */
  readonly services?: Services | undefined
  readonly roles?: readonly RoleSelection[] | undefined
  /** Undefined: not negotiated, so one after another. */
  readonly asyncOperations?: AsyncOperations | undefined
  readonly extended?: readonly ExtendedNegotiation[] | undefined
  readonly commonExtended?: readonly CommonExtendedNegotiation[] | undefined
  readonly userIdentity?: UserIdentity | undefined
  readonly limits?: Partial<AssociationLimits> | undefined
  /** Aborts it at whatever moment, also while it is asked for. */
  readonly signal?: AbortSignal | undefined
}

const MAX_CONTEXTS = 128

/** Resolves when the association stands. @throws AssociationError: rejected, aborted, or no connection */
export async function requestAssociation(options: RequestorOptions): Promise<Association> {
  const limits = { ...DEFAULT_ASSOCIATION_LIMITS, ...options.limits }
  const { signal } = options
  signal?.throwIfAborted()
  const request = requestOf(options, limits)
  const socket = open(options)
  return await new Promise((resolve, reject) => {
    let association: Association | undefined
    const upperLayer: UpperLayer = new UpperLayer({
      role: 'requestor',
      socket,
      artimMs: limits.artimMs,
      maxPduBytes: limits.maxPduBytes,
      maxControlPduBytes: limits.maxControlPduBytes,
      listener: {
        associateRequested: () => undefined,
        accepted: (accept: AssociateAccept) => {
          clearTimeout(timer)
          association = new Association({
            upperLayer,
            agreement: agreementOf('requestor', request, accept),
            limits,
            respond: responder(options.services ?? {}),
          })
          resolve(association)
        },
        fragment: (piece) => association?.fragment(piece),
        releaseRequested: () => association?.releaseRequested(),
        ended: (end) => {
          clearTimeout(timer)
          signal?.removeEventListener('abort', cut)
          if (association === undefined) reject(new AssociationError(end))
          else association.finish(end)
        },
        closed: () => undefined,
      },
    })
    const timer = setTimeout(() => {
      upperLayer.abort({ why: 'association-timeout' })
      upperLayer.destroySoon()
    }, limits.associateMs)
    const cut = () => {
      upperLayer.abort({ why: 'user' })
      upperLayer.destroySoon()
    }
    signal?.addEventListener('abort', cut, { once: true })
    upperLayer.transportRequested()
    socket.once(options.tls === undefined ? 'connect' : 'secureConnect', () =>
      upperLayer.transportConfirmed(request),
    )
  })
}

function open({ host, port, tls }: RequestorOptions): Socket {
  if (tls === undefined) return connectPlain({ host, port, noDelay: true })
  const { serverName = host } = tls
  const isName = /[a-z]/i.test(serverName)
  const socket = connectTls({
    host,
    port,
    ...requestorTlsOptions(tls),
    ...(isName && { servername: serverName }),
    checkServerIdentity: (_host, certificate) => checkServerIdentity(serverName, certificate),
  })
  socket.setNoDelay(true)
  return socket
}

function requestOf(options: RequestorOptions, limits: AssociationLimits): AssociateRequest {
  const { contexts } = options
  if (contexts.length > MAX_CONTEXTS) {
    throw new RangeError(`${contexts.length} presentation contexts where ${MAX_CONTEXTS} may be`)
  }
  return {
    type: 'associate-request',
    protocolVersion: 1,
    calledAeTitle: options.calledAeTitle,
    callingAeTitle: options.callingAeTitle,
    applicationContext: APPLICATION_CONTEXT,
    contexts: contexts.map((context, index) => ({ ...context, id: 2 * index + 1 })),
    user: {
      maxPduBytes: limits.maxPduBytes,
      implementationClassUid: IMPLEMENTATION_CLASS_UID,
      implementationVersionName: IMPLEMENTATION_VERSION_NAME,
      asyncOperations: options.asyncOperations,
      roles: options.roles ?? [],
      extended: options.extended ?? [],
      commonExtended: options.commonExtended ?? [],
      userIdentity: options.userIdentity,
      userIdentityReply: undefined,
    },
  }
}
