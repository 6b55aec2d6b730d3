/** Who asks for an association, and what becomes of it. */
import type { PeerCertificate } from 'node:tls'
import type { AssociateRequest, Rejection } from '../pdu/pdu.ts'
import type { Services } from '../services/responder.ts'
import type { ContextPolicy } from './negotiation.ts'

/** Who asks for an association, and for what. */
export interface Proposal {
  readonly request: AssociateRequest
  readonly remoteAddress: string
  /** Checked; undefined without TLS. */
  readonly certificate: PeerCertificate | undefined
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
