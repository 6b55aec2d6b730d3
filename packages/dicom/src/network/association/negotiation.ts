/** Presentation contexts, roles, windows and extended negotiation (PS3.8 annex D, PS3.7 annex D): what is agreed on. */
import {
  type AssociateAccept,
  type AssociateRequest,
  CONTEXT_RESULT,
  type ContextResult,
  type ExtendedNegotiation,
  type ProposedContext,
  type RoleSelection,
  type UserInformation,
} from '../pdu/pdu.ts'
import { queryClass } from '../services/query-classes.ts'
import type { AcceptedContext, Agreement } from './association.ts'
import {
  isStandardStorage,
  isStorage,
  STORAGE_COMMITMENT,
  STORAGE_SERVICE_CLASS,
  VERIFICATION,
} from './storage-classes.ts'

/** @returns the transfer syntax to be used, or why there is none */
export type ContextPolicy = (
  context: ProposedContext,
  request: AssociateRequest,
) => string | 'abstract-syntax' | 'transfer-syntaxes'

/** What every application takes (PS3.5 §10), and its explicit twin: small data sets are read in these. */
const PLAIN: readonly string[] = ['1.2.840.10008.1.2.1', '1.2.840.10008.1.2']

/** Which storage classes are taken: `standard`: those of DICOM, in use or retired; a list: these UIDs alone. */
export type StorageClasses = 'all' | 'standard' | readonly string[]

/**
 * Verification, Storage Commitment, and these storage classes, in the first transfer syntax that is proposed, whichever
 * it is: data sets are passed on as they are.
 */
export function acceptStorageOf(classes: StorageClasses): ContextPolicy {
  return ({ abstractSyntax, transferSyntaxes }, request) => {
    if (abstractSyntax === VERIFICATION || abstractSyntax === STORAGE_COMMITMENT) {
      return transferSyntaxes.find((uid) => PLAIN.includes(uid)) ?? 'transfer-syntaxes'
    }
    if (!isTaken(classes, abstractSyntax, request)) return 'abstract-syntax'
    return transferSyntaxes[0] ?? 'transfer-syntaxes'
  }
}

function isTaken(classes: StorageClasses, uid: string, { user }: AssociateRequest): boolean {
  if (classes === 'standard') return isStandardStorage(uid)
  if (classes !== 'all') return classes.includes(uid)
  // What the peer says itself of its class (PS3.7 §D.3.3.6).
  const told = user.commonExtended.find(({ sopClassUid }) => sopClassUid === uid)
  return told === undefined ? isStorage(uid) : told.serviceClassUid === STORAGE_SERVICE_CLASS
}

/** With every storage class there is. */
export const acceptStorage: ContextPolicy = acceptStorageOf('all')

/** Verification, and query and retrieval of both roots; for C-GET storage where the peer wants to be its provider. */
export function acceptQueries(
  chooseSyntax: (sopClassUid: string, proposed: readonly string[]) => string | undefined,
): ContextPolicy {
  return ({ abstractSyntax, transferSyntaxes }, { user }) => {
    if (abstractSyntax === VERIFICATION || queryClass(abstractSyntax) !== undefined) {
      return transferSyntaxes.find((uid) => PLAIN.includes(uid)) ?? 'transfer-syntaxes'
    }
    const role = user.roles.find(({ sopClassUid }) => sopClassUid === abstractSyntax)
    if (role?.scp !== true || !isStorage(abstractSyntax)) return 'abstract-syntax'
    return chooseSyntax(abstractSyntax, transferSyntaxes) ?? transferSyntaxes[0] ?? 'transfer-syntaxes'
  }
}

export function contextResult(
  policy: ContextPolicy,
  context: ProposedContext,
  request: AssociateRequest,
): ContextResult {
  const verdict = policy(context, request)
  const [first = ''] = context.transferSyntaxes
  const refused = (result: ContextResult['result']) => ({ id: context.id, result, transferSyntax: first })
  if (verdict === 'abstract-syntax') return refused(CONTEXT_RESULT.abstractSyntaxNotSupported)
  if (verdict === 'transfer-syntaxes') return refused(CONTEXT_RESULT.transferSyntaxesNotSupported)
  return { id: context.id, result: CONTEXT_RESULT.acceptance, transferSyntax: verdict }
}

/** PS3.4 table B.3-1: level 2 (all elements are kept), signatures kept bit for bit (1), nothing coerced. */
const STORAGE_SUPPORT = Uint8Array.of(2, 0, 1, 0, 0, 0)

export function answerExtended(
  proposed: readonly ExtendedNegotiation[],
  isQueryProvider = false,
): readonly ExtendedNegotiation[] {
  return proposed.flatMap(({ sopClassUid, information }) => {
    if (isStandardStorage(sopClassUid)) return [{ sopClassUid, information: STORAGE_SUPPORT }]
    if (!isQueryProvider || queryClass(sopClassUid) === undefined) return []
    return [{ sopClassUid, information: relationalAlone(information) }]
  })
}

/** PS3.4 §C.5.1.1: relational queries and retrievals where they are proposed, of the other extensions none. */
function relationalAlone(proposed: Uint8Array): Uint8Array {
  return proposed.map((byte, index) => (index === 0 && byte === 1 ? 1 : 0))
}

/** As proposed, for the classes in which this side is willing to be SCU. */
export function answerRoles(
  proposed: readonly RoleSelection[],
  mayBeScp: (sopClassUid: string) => boolean,
): readonly RoleSelection[] {
  return proposed.map(({ sopClassUid, scu, scp }) => ({
    sopClassUid,
    scu,
    scp: scp && mayBeScp(sopClassUid),
  }))
}

/** The number of PS3.7 §D.3.3.3 is the smaller one, where 0 is any number. */
export function smallerWindow(proposed: number, own: number): number {
  if (proposed === 0) return own
  return own === 0 ? proposed : Math.min(proposed, own)
}

/** What both PDUs together agree on. @param role of this side */
export function agreementOf(
  role: 'requestor' | 'acceptor',
  request: AssociateRequest,
  accept: AssociateAccept,
): Agreement {
  const isRequestor = role === 'requestor'
  const peer: UserInformation = isRequestor ? accept.user : request.user
  const results = new Map(accept.contexts.map((result) => [result.id, result]))
  // Without the item in both PDUs the window is one (PS3.7 §D.3.3.3.1).
  const isAsync = request.user.asyncOperations !== undefined
  const window = (isAsync && accept.user.asyncOperations) || { maxInvoked: 1, maxPerformed: 1 }
  return {
    role,
    callingAeTitle: request.callingAeTitle,
    calledAeTitle: request.calledAeTitle,
    peerImplementationClassUid: peer.implementationClassUid,
    peerImplementationVersionName: peer.implementationVersionName,
    contexts: request.contexts.flatMap((context) => {
      const result = results.get(context.id)
      const isKnown = result !== undefined && context.transferSyntaxes.includes(result.transferSyntax)
      if (!isKnown || result.result !== CONTEXT_RESULT.acceptance) return []
      return [acceptedContext(context, result.transferSyntax, accept.user.roles, request.user.roles)]
    }),
    peerMaxPduBytes: peer.maxPduBytes ?? 0,
    maxInvoked: isRequestor ? window.maxInvoked : window.maxPerformed,
    maxPerformed: isRequestor ? window.maxPerformed : window.maxInvoked,
    userIdentity: isRequestor ? undefined : request.user.userIdentity,
  }
}

function acceptedContext(
  { id, abstractSyntax }: ProposedContext,
  transferSyntax: string,
  answered: readonly RoleSelection[],
  proposed: readonly RoleSelection[],
): AcceptedContext {
  const ofThis = ({ sopClassUid }: RoleSelection) => sopClassUid === abstractSyntax
  const asked = proposed.find(ofThis)
  const answer = answered.find(ofThis)
  // Without an answer the requestor is SCU (PS3.7 §D.3.3.4).
  const isDefault = asked === undefined || answer === undefined
  return {
    id,
    abstractSyntax,
    transferSyntax,
    requestorIsScu: isDefault || (asked.scu && answer.scu),
    requestorIsScp: !isDefault && asked.scp && answer.scp,
  }
}
