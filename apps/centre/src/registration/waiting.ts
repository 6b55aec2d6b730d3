/** Whoever asked already, or whose colleague did, is told so instead of asking again. */
import type { RegistrationStatus } from '@epacs/exchange'
import type { Kysely } from 'kysely'
import type { Database } from '../database/index.ts'
import type { ProvenIdentity } from '../identity/index.ts'
import { OPEN_STATUSES } from './dialogue.ts'

export interface WaitingRequest {
  readonly sentBy: 'self' | 'colleague'
  readonly status: RegistrationStatus
  readonly createdAt: string
}

/**
 * The request of this identity, else one that this identity's institution has confirmed. The IČO is the proven one:
 * what anybody may type into a form tells nothing.
 */
export async function waitingRequest(
  db: Kysely<Database>,
  { method, issuer, subject, ico }: ProvenIdentity,
): Promise<WaitingRequest | null> {
  const found = db
    .selectFrom('registration')
    .select(['status', 'created_at'])
    .orderBy('created_at', 'desc')
    .limit(1)
  const own = await found
    .where('status', 'in', ['unconfirmed', ...OPEN_STATUSES])
    .where('proof_method', '=', method)
    .where('proof_issuer', '=', issuer)
    .where('proof_subject', '=', subject)
    .executeTakeFirst()
  if (own !== undefined) return told(own, 'self')
  if (ico === null) return null
  const colleagues = await found
    .where('status', 'in', OPEN_STATUSES)
    .where('proof_ico', '=', ico)
    .executeTakeFirst()
  return colleagues === undefined ? null : told(colleagues, 'colleague')
}

function told(
  { status, created_at }: { readonly status: RegistrationStatus; readonly created_at: Date },
  sentBy: WaitingRequest['sentBy'],
): WaitingRequest {
  return { sentBy, status, createdAt: created_at.toISOString() }
}
