/** The record of every access, for those who must be able to prove later what happened. */
import type { Kysely } from 'kysely'
import type { Database } from '../database/index.ts'
import type { AuditAction } from './actions.ts'

export interface AuditActor {
  /** Null: a program of the institution. */
  readonly personId: string | null
  readonly institution: { readonly id: string } | null
}

export interface AuditEntry {
  readonly at: Date
  /** Null: the centre itself, or somebody not (yet) known. */
  readonly actor: AuditActor | null
  readonly action: AuditAction
  readonly messageId?: string | undefined
  /** Facts of this action. Never patient data. */
  readonly details?: Readonly<Record<string, unknown>> | undefined
}

export interface AuditTrail {
  /**
   * Appends in the caller's transaction (or one of its own). The end of the chain is locked until that
   * transaction ends: call it last.
   */
  record(db: Kysely<Database>, entry: AuditEntry): Promise<void>
}
