/** Walks the chain, part by part, and says whether it is whole. */
import { type Kysely, sql } from 'kysely'
import type { Database } from '../database/index.ts'
import { GENESIS, linkDigest } from './chain.ts'

export type ChainVerdict =
  | {
      readonly state: 'whole'
      readonly events: number
      /** Digest of the newest event, hexadecimal: noted elsewhere, it proves later that none was cut off. */
      readonly head: string
    }
  | { readonly state: 'broken'; readonly position: number; readonly reason: ChainBreak }

/** 'missing': an event before this one is gone; 'unlinked': not made upon the event before; 'changed': itself altered. */
export const CHAIN_BREAKS = ['missing', 'unlinked', 'changed'] as const
export type ChainBreak = (typeof CHAIN_BREAKS)[number]

/** What the walk has seen from one event to another. */
export interface ChainPart {
  /** `unfinished`: all is well so far, and there is more. */
  readonly state: 'whole' | 'unfinished' | 'broken'
  /** Of the last event that is as it was written; 0: none. */
  readonly position: number
  /** Its digest. */
  readonly head: Buffer
  /** Of the first and the last good event; null: none. */
  readonly firstAt: Date | null
  readonly lastAt: Date | null
  /** The first event that is not. */
  readonly broken: { readonly position: number; readonly at: Date; readonly reason: ChainBreak } | null
}

const ROWS_AT_ONCE = 1000

/** `after`: the position that an earlier part ended with; `most`: events, in thousands up. */
export async function verifyChainPart(
  db: Kysely<Database>,
  { after, most }: { readonly after: number; readonly most: number },
): Promise<ChainPart> {
  const begin = after === 0 ? undefined : await eventAt(db, after)
  let position = begin === undefined ? 0 : after
  let head = begin?.sha256 ?? GENESIS
  let firstAt: Date | null = null
  let lastAt: Date | null = null
  while (position - after < most) {
    const rows = await db
      .selectFrom('audit_event')
      .selectAll()
      .select(sql<number>`(extract(epoch from at) * 1000000)::bigint`.as('at_microseconds'))
      .where('position', '>', Math.max(position, after))
      .orderBy('position')
      .limit(ROWS_AT_ONCE)
      .execute()
    for (const row of rows) {
      const broken = (reason: ChainBreak): ChainPart => {
        return {
          state: 'broken',
          position,
          head,
          firstAt,
          lastAt,
          broken: { position: row.position, at: row.at, reason },
        }
      }
      if (row.position !== position + 1) return broken('missing')
      if (!row.previous_sha256.equals(head)) return broken('unlinked')
      const sha256 = linkDigest(head, {
        position: row.position,
        atMicroseconds: row.at_microseconds,
        actorPersonId: row.actor_person_id,
        actorInstitutionId: row.actor_institution_id,
        action: row.action,
        messageId: row.message_id,
        details: row.details,
      })
      if (!row.sha256.equals(sha256)) return broken('changed')
      position = row.position
      head = sha256
      firstAt ??= row.at
      lastAt = row.at
    }
    if (rows.length < ROWS_AT_ONCE) return { state: 'whole', position, head, firstAt, lastAt, broken: null }
  }
  return { state: 'unfinished', position, head, firstAt, lastAt, broken: null }
}

export async function verifyAuditChain(db: Kysely<Database>): Promise<ChainVerdict> {
  const { position, head, broken } = await verifyChainPart(db, { after: 0, most: Number.POSITIVE_INFINITY })
  if (broken !== null) return { state: 'broken', position: broken.position, reason: broken.reason }
  return { state: 'whole', events: position, head: head.toString('hex') }
}

async function eventAt(db: Kysely<Database>, position: number) {
  return await db
    .selectFrom('audit_event')
    .where('position', '=', position)
    .select('sha256')
    .executeTakeFirst()
}
