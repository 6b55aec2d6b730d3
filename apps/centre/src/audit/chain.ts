/**
 * The hash chain: each event's digest covers the event and the digest before it, so that changing, leaving out
 * or moving one event breaks every later one. Cutting off the newest events is not seen by the chain alone: for
 * that its head has to be noted elsewhere.
 */
import { createHash } from 'node:crypto'
import { type Kysely, sql, type Transaction } from 'kysely'
import type { Database } from '../database/index.ts'
import type { AuditEntry } from './audit-trail.ts'

/** Digest before the first event. */
export const GENESIS = Buffer.alloc(32)

/** Held from reading the chain's end to the commit: one appends at a time, in all processes of the centre. */
const CHAIN_LOCK = 0x6175_6474

export interface ChainLink {
  readonly position: number
  /** Since 1970, as PostgreSQL keeps it. */
  readonly atMicroseconds: number
  readonly actorPersonId: string | null
  readonly actorInstitutionId: string | null
  readonly action: string
  readonly messageId: string | null
  readonly details: Readonly<Record<string, unknown>>
}

export function linkDigest(previous: Uint8Array, link: ChainLink): Buffer {
  const text = canonicalJson([
    link.position,
    link.atMicroseconds,
    link.actorPersonId,
    link.actorInstitutionId,
    link.action,
    link.messageId,
    link.details,
  ])
  return createHash('sha256').update(previous).update(text).digest()
}

/** It stays locked until the transaction ends. */
export async function lockedEnd(trx: Transaction<Database>): Promise<{ position: number; sha256: Buffer }> {
  // A statement of its own: the next one then sees what the holder before us has committed.
  await sql`select pg_advisory_xact_lock(${CHAIN_LOCK})`.execute(trx)
  return await chainEnd(trx)
}

/** Appends in order. The chain's end stays locked until the transaction ends. */
export async function append(trx: Transaction<Database>, entries: readonly AuditEntry[]): Promise<void> {
  const end = await lockedEnd(trx)
  let { position, sha256: previous } = end
  const rows = entries.map(({ at, actor, action, messageId, details }) => {
    position++
    const link: ChainLink = {
      position,
      atMicroseconds: at.getTime() * 1000,
      actorPersonId: actor?.personId ?? null,
      actorInstitutionId: actor?.institution?.id ?? null,
      action,
      messageId: messageId ?? null,
      details: details ?? {},
    }
    const sha256 = linkDigest(previous, link)
    const row = {
      position,
      at,
      actor_person_id: link.actorPersonId,
      actor_institution_id: link.actorInstitutionId,
      action,
      message_id: link.messageId,
      details: JSON.stringify(link.details),
      previous_sha256: previous,
      sha256,
    }
    previous = sha256
    return row
  })
  await trx.insertInto('audit_event').values(rows).execute()
}

/**
 * Where the end was last. With it the planner looks at the trail's last parts alone: at a hundred parts it takes 4 ms without it,
 * and meanwhile nobody else appends. Nothing rests on it: if there is no such event (it was rolled back, or is in another
 * database), the end is looked for in all.
 */
let seen = 0

async function chainEnd(db: Kysely<Database>): Promise<{ position: number; sha256: Buffer }> {
  const last = (await lastFrom(db, seen)) ?? (await lastFrom(db, 0))
  seen = last?.position ?? 0
  return last ?? { position: 0, sha256: GENESIS }
}

async function lastFrom(db: Kysely<Database>, position: number) {
  return await db
    .selectFrom('audit_event')
    .select(['position', 'sha256'])
    .where('position', '>=', position)
    .orderBy('position', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/** JSON with sorted keys: the database's `jsonb` does not keep the order in which they were written. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}
