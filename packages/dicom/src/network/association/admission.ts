/** Who asks for an association, and what becomes of it. */
import type { AssociateRequest, Rejection } from '../pdu/pdu.ts'
import type { Services } from '../services/responder.ts'
import type { ContextPolicy } from './negotiation.ts'

/** Who asks for an association, and for what. */
export interface Proposal {
  readonly request: AssociateRequest
  readonly remoteAddress: string
  /** DER, the peer's own first, then what it sent along; undefined without TLS. Checked, unless `admit` is to do it. */
  readonly certificates: readonly Uint8Array[] | undefined
}

export type Admission =
  | { readonly reject: Rejection }
  | {
      readonly services: Services
      /** Instead of `acceptStorage`. */
      readonly contexts?: ContextPolicy | undefined
      /** Sent where the request wants one (PS3.7 §D.3.3.7). */
      readonly userIdentityReply?: Uint8Array | undefined
    }
