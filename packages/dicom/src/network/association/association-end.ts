/** How an association came to its end, and the errors that tell those who still wanted something of it. */
import type { AbortReason, Rejection } from '../pdu/pdu.ts'
import type { PduProblem } from '../pdu/pdu-error.ts'

export type AssociationEnd =
  | { readonly kind: 'released' }
  | {
      readonly kind: 'rejected'
      readonly by: 'peer' | 'us'
      readonly rejection: Rejection
      readonly error?: Error
    }
  | {
      readonly kind: 'aborted'
      readonly by: 'peer' | 'us'
      /** The numbers of PS3.8 table 9-26. */
      readonly source: number
      readonly reason: number
      readonly why: AbortCause
      /** Of 'fault'. */
      readonly error?: Error
    }
  /** The transport connection broke, or never came about. */
  | { readonly kind: 'lost'; readonly error: Error | undefined }

export type AbortCause =
  | 'peer'
  | 'user'
  | 'association-timeout'
  | 'dimse-timeout'
  | 'idle-timeout'
  | 'closing'
  | 'no-data'
  | 'protocol'
  /** Something of this side failed, and not the peer. */
  | 'fault'
  | PduProblem

export interface OwnAbort {
  readonly why: AbortCause
  /** As service-provider; undefined: as its user. */
  readonly reason?: AbortReason
  readonly error?: Error
}

export class AssociationError extends Error {
  readonly end: AssociationEnd

  constructor(end: AssociationEnd) {
    super(sentence(end), 'error' in end && end.error ? { cause: end.error } : {})
    this.name = 'AssociationError'
    this.end = end
  }
}

/** The association lives, and cannot do what was asked: no accepted context, a peer that takes nothing. */
export class NotPossibleError extends Error {
  constructor(detail: string) {
    super(detail)
    this.name = 'NotPossibleError'
  }
}

function sentence(end: AssociationEnd): string {
  switch (end.kind) {
    case 'released':
      return 'The association was released'
    case 'rejected': {
      const { result, source, reason } = end.rejection
      return `The association was rejected by ${end.by} (result ${result}, source ${source}, reason ${reason})`
    }
    case 'aborted':
      return `The association was aborted by ${end.by}: ${end.why} (source ${end.source}, reason ${end.reason})`
    case 'lost':
      return `The connection was lost${end.error === undefined ? '' : `: ${end.error.message}`}`
  }
}
