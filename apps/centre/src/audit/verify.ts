/** Walks the whole chain and says whether it is whole. */
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
export type ChainBreak = 'missing' | 'unlinked' | 'changed'

const ROWS_AT_ONCE = 1000

export async function verifyAuditChain(db: Kysely<Database>): Promise<ChainVerdict> {
  let position = 0
  let previous: Buffer = GENESIS
  for (;;) {
    const rows = await db
      .selectFrom('audit_event')
      .selectAll()
      .select(sql<number>`(extract(epoch from at) * 1000000)::bigint`.as('at_microseconds'))
      .where('position', '>', position)
      .orderBy('position')
      .limit(ROWS_AT_ONCE)
      .execute()
    for (const row of rows) {
      const broken = (reason: ChainBreak) => ({ state: 'broken', position: row.position, reason }) as const
      if (row.position !== position + 1) return broken('missing')
      if (!row.previous_sha256.equals(previous)) return broken('unlinked')
      const sha256 = linkDigest(previous, {
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
      previous = sha256
    }
    if (rows.length < ROWS_AT_ONCE)
      return { state: 'whole', events: position, head: previous.toString('hex') }
  }
}
