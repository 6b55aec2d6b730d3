/** What is exchanged before, after and around DIMSE messages: the protocol data units of PS3.8 §9.3 as values. */

/** PS3.8 §9.3.2. */
export interface AssociateRequest extends AssociateTitles {
  readonly type: 'associate-request'
  readonly contexts: readonly ProposedContext[]
  readonly user: UserInformation
}

/** PS3.8 §9.3.3. */
export interface AssociateAccept extends AssociateTitles {
  readonly type: 'associate-accept'
  readonly contexts: readonly ContextResult[]
  readonly user: UserInformation
}

interface AssociateTitles {
  /** A bit for each version that is spoken; version 1 is the lowest bit, and the only one there is. */
  readonly protocolVersion: number
  /** Without the padding around them. */
  readonly calledAeTitle: string
  readonly callingAeTitle: string
  readonly applicationContext: string
}

export interface ProposedContext {
  /** Odd, 1 to 255. */
  readonly id: number
  readonly abstractSyntax: string
  readonly transferSyntaxes: readonly string[]
}

export interface ContextResult {
  readonly id: number
  readonly result: ContextResultCode
  /** Says nothing unless the context was accepted. */
  readonly transferSyntax: string
}

/** PS3.8 table 9-18. */
export const CONTEXT_RESULT = {
  acceptance: 0,
  userRejection: 1,
  noReason: 2,
  abstractSyntaxNotSupported: 3,
  transferSyntaxesNotSupported: 4,
} as const
export type ContextResultCode = (typeof CONTEXT_RESULT)[keyof typeof CONTEXT_RESULT]

/** PS3.8 §9.3.4: the numbers of table 9-21. */
export interface AssociateReject {
  readonly type: 'associate-reject'
  /** 1 for good, 2 for now. */
  readonly result: number
  /** 1 service-user, 2 service-provider (ACSE), 3 service-provider (presentation). */
  readonly source: number
  readonly reason: number
}

export interface ReleaseRequest {
  readonly type: 'release-request'
}

export interface ReleaseReply {
  readonly type: 'release-reply'
}

/** PS3.8 §9.3.8: the numbers of table 9-26. */
export interface Abort {
  readonly type: 'abort'
  /** 0 service-user, 2 service-provider. */
  readonly source: number
  /** One of ABORT_REASON; says nothing when the source is the service-user. */
  readonly reason: number
}

export type ControlPdu =
  | AssociateRequest
  | AssociateAccept
  | AssociateReject
  | ReleaseRequest
  | ReleaseReply
  | Abort

export const PDU_TYPE = {
  associateRequest: 0x01,
  associateAccept: 0x02,
  associateReject: 0x03,
  data: 0x04,
  releaseRequest: 0x05,
  releaseReply: 0x06,
  abort: 0x07,
} as const

export const ABORT_SOURCE = { serviceUser: 0, serviceProvider: 2 } as const

/** Of the service-provider. */
export const ABORT_REASON = {
  notSpecified: 0,
  unrecognizedPdu: 1,
  unexpectedPdu: 2,
  unrecognizedParameter: 4,
  unexpectedParameter: 5,
  invalidParameter: 6,
} as const
export type AbortReason = (typeof ABORT_REASON)[keyof typeof ABORT_REASON]

/** PS3.8 table 9-21, by what they mean. */
export const REJECTION = {
  noReason: { result: 1, source: 1, reason: 1 },
  applicationContextNotSupported: { result: 1, source: 1, reason: 2 },
  callingAeTitleNotRecognized: { result: 1, source: 1, reason: 3 },
  calledAeTitleNotRecognized: { result: 1, source: 1, reason: 7 },
  /** What PS3.7 §D.3.3.7 asks for when a user identity is not taken. */
  userIdentityRefused: { result: 1, source: 2, reason: 1 },
  protocolVersionNotSupported: { result: 1, source: 2, reason: 2 },
  temporaryCongestion: { result: 2, source: 3, reason: 1 },
  localLimitExceeded: { result: 2, source: 3, reason: 2 },
} as const satisfies Record<string, Rejection>

export type Rejection = Omit<AssociateReject, 'type'>

/** PS3.7 annex A. */
export const APPLICATION_CONTEXT = '1.2.840.10008.3.1.1.1'

/** The sub-items of PS3.8 annex D and PS3.7 §D.3.3; unknown ones are passed over. */
export interface UserInformation {
  /** The longest variable field of a P-DATA-TF PDU that its sender takes; 0: any; undefined: not told. */
  readonly maxPduBytes: number | undefined
  readonly implementationClassUid: string
  readonly implementationVersionName: string
  readonly asyncOperations: AsyncOperations | undefined
  readonly roles: readonly RoleSelection[]
  readonly extended: readonly ExtendedNegotiation[]
  readonly commonExtended: readonly CommonExtendedNegotiation[]
  readonly userIdentity: UserIdentity | undefined
  /** The acceptor's answer to `userIdentity`: a Kerberos ticket, a SAML response, a JSON web token. */
  readonly userIdentityReply: Uint8Array | undefined
}

/** PS3.7 §D.3.3.3; 0: any number. */
export interface AsyncOperations {
  readonly maxInvoked: number
  readonly maxPerformed: number
}

/** PS3.7 §D.3.3.4: what the requestor of the association may be. */
export interface RoleSelection {
  readonly sopClassUid: string
  readonly scu: boolean
  readonly scp: boolean
}

/** PS3.7 §D.3.3.5. */
export interface ExtendedNegotiation {
  readonly sopClassUid: string
  /** Its meaning is the service class's (of storage: PS3.4 §B.3.1). */
  readonly information: Uint8Array
}

/** PS3.7 §D.3.3.6. */
export interface CommonExtendedNegotiation {
  readonly sopClassUid: string
  readonly serviceClassUid: string
  readonly relatedSopClassUids: readonly string[]
}

/** PS3.7 §D.3.3.7. Never to be logged. */
export interface UserIdentity {
  /** 1 user name, 2 user name and passcode, 3 Kerberos ticket, 4 SAML assertion, 5 JSON web token. */
  readonly type: number
  readonly wantsReply: boolean
  readonly primary: Uint8Array
  /** The passcode; empty for every other type. */
  readonly secondary: Uint8Array
}
