/** One connection that came in, from its first byte to its last. */
import type { Socket } from 'node:net'
import { IMPLEMENTATION_CLASS_UID, IMPLEMENTATION_VERSION_NAME } from '../../file/file-head.ts'
import { APPLICATION_CONTEXT, type AssociateAccept, type AssociateRequest, REJECTION } from '../pdu/pdu.ts'
import type { Services } from '../services/responder.ts'
import type { Admission } from './admission.ts'
import { Association, type Responder } from './association.ts'
import type { AssociationEnd } from './association-end.ts'
import type { AssociationLimits } from './association-limits.ts'
import {
  acceptStorage,
  agreementOf,
  answerExtended,
  answerRoles,
  contextResult,
  smallerWindow,
} from './negotiation.ts'
import { isStorage, STORAGE_COMMITMENT } from './storage-classes.ts'
import { asError, UpperLayer } from './upper-layer.ts'

export interface AcceptingOptions {
  readonly socket: Socket
  readonly limits: AssociationLimits
  readonly maxPerformed: number
  readonly admit: (request: AssociateRequest) => Promise<Admission>
  readonly respond: (services: Services) => Responder
  readonly onAssociation: (association: Association, request: AssociateRequest) => void
  readonly onEnd: (end: AssociationEnd, request: AssociateRequest | undefined) => void
  readonly onClosed: () => void
}

/** A peer that takes shorter PDUs than that takes no command in any number of them worth sending. */
const SHORTEST_PDU_BYTES = 64

export class Accepting {
  readonly remoteAddress: string
  readonly #options: AcceptingOptions
  readonly #upperLayer: UpperLayer
  #request: AssociateRequest | undefined
  #association: Association | undefined

  constructor(options: AcceptingOptions) {
    this.#options = options
    this.remoteAddress = options.socket.remoteAddress ?? ''
    const { socket, limits } = options
    this.#upperLayer = new UpperLayer({
      role: 'acceptor',
      socket,
      artimMs: limits.artimMs,
      maxPduBytes: limits.maxPduBytes,
      maxControlPduBytes: limits.maxControlPduBytes,
      listener: {
        associateRequested: (pdu) => this.#decide(pdu),
        accepted: () => undefined,
        fragment: (piece) => this.#association?.fragment(piece),
        releaseRequested: () => this.#association?.releaseRequested(),
        ended: (end) => {
          this.#association?.finish(end)
          options.onEnd(end, this.#request)
        },
        closed: () => options.onClosed(),
      },
    })
  }

  begin(): void {
    this.#upperLayer.transportIndicated()
  }

  /** An association is established or about to be. */
  get isStanding(): boolean {
    return this.#association !== undefined && this.#association.end === undefined
  }

  /** It has come to no association (yet). */
  get isPending(): boolean {
    return this.#association === undefined
  }

  shutDown(): void {
    this.#upperLayer.abort({ why: 'closing' })
    this.#upperLayer.destroySoon()
  }

  #decide(request: AssociateRequest): void {
    this.#request = request
    this.#options
      .admit(request)
      .then((admission) => this.#settle(request, admission))
      .catch((error: unknown) => {
        this.#upperLayer.reject(REJECTION.temporaryCongestion, asError(error))
        // What failed behind the acceptance ends the association.
        this.#upperLayer.abort({ why: 'fault', error: asError(error) })
      })
  }

  #settle(request: AssociateRequest, admission: Admission): void {
    // The peer may have gone meanwhile.
    if (this.#upperLayer.state !== 'Sta3') return
    if ('reject' in admission) {
      this.#upperLayer.reject(admission.reject)
      return
    }
    const { maxPduBytes: peerMax = 0 } = request.user
    if (peerMax !== 0 && peerMax < SHORTEST_PDU_BYTES) {
      this.#upperLayer.reject(REJECTION.noReason)
      return
    }
    const accept = this.#accept(request, admission)
    this.#association = new Association({
      upperLayer: this.#upperLayer,
      agreement: agreementOf('acceptor', request, accept),
      limits: this.#options.limits,
      respond: this.#options.respond(admission.services),
    })
    this.#upperLayer.accept(accept)
    this.#options.onAssociation(this.#association, request)
  }

  #accept(request: AssociateRequest, admission: Exclude<Admission, { reject: unknown }>): AssociateAccept {
    const { limits, maxPerformed } = this.#options
    const { services, contexts = acceptStorage, userIdentityReply } = admission
    const { user } = request
    const window = user.asyncOperations
    return {
      type: 'associate-accept',
      protocolVersion: 1,
      calledAeTitle: request.calledAeTitle,
      callingAeTitle: request.callingAeTitle,
      applicationContext: APPLICATION_CONTEXT,
      contexts: request.contexts.map((context) => contextResult(contexts, context, request)),
      user: {
        maxPduBytes: limits.maxPduBytes,
        implementationClassUid: IMPLEMENTATION_CLASS_UID,
        implementationVersionName: IMPLEMENTATION_VERSION_NAME,
        asyncOperations: window && {
          maxInvoked: smallerWindow(window.maxInvoked, maxPerformed),
          maxPerformed: smallerWindow(window.maxPerformed, 1),
        },
        roles: answerRoles(
          user.roles,
          (uid) =>
            (uid === STORAGE_COMMITMENT && services.committed !== undefined) ||
            // C-GET: whoever asks is provider of storage (PS3.4 §C.5.3).
            (services.get !== undefined && isStorage(uid)),
        ),
        extended: answerExtended(user.extended, isQueryProvider(services)),
        commonExtended: [],
        userIdentity: undefined,
        userIdentityReply: user.userIdentity?.wantsReply ? userIdentityReply : undefined,
      },
    }
  }
}

function isQueryProvider({ find, move, get }: Services): boolean {
  return find !== undefined || move !== undefined || get !== undefined
}
