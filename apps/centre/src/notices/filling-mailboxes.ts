/** A mailbox that is 80 or 95 % full is told of, once; again when it was emptied meanwhile. */
import { type Kysely, sql } from 'kysely'
import type { Centre } from '../centre.ts'
import type { Database } from '../database/index.ts'
import { queueMails } from '../mail/index.ts'
import { queueCalls } from '../webhooks/index.ts'
import { readersOf } from './people.ts'

export const LOOK_AT_MAILBOXES = 'look-at-mailboxes'
const LEVELS = [95, 80]
/** What goes up and down around a level is not told of each time. */
const LOWER_BY = 5

interface Fill {
  readonly institution_id: string
  readonly name: string
  readonly percent: number
  readonly warned_percent: number
}

export async function lookAtMailboxes(
  centre: Pick<Centre, 'db' | 'jobs' | 'clock' | 'config'>,
): Promise<void> {
  for (const fill of await noteworthy(centre.db)) {
    const level = levelOf(fill)
    if (level === fill.warned_percent) continue
    await centre.db.transaction().execute(async (trx) => {
      const { institution_id: institutionId, warned_percent: before, name: institution } = fill
      const { numUpdatedRows } = await trx
        .updateTable('mailbox')
        .set({ warned_percent: level })
        .where('institution_id', '=', institutionId)
        .where('warned_percent', '=', before)
        .executeTakeFirst()
      if (level < before || numUpdatedRows === 0n) return
      const data = { percent: level }
      const type = 'mailbox.filling'
      await queueCalls(trx, [{ institutionId, type, askedAs: [type], at: centre.clock(), data }])
      const link = `${centre.config.portal.publicUrl}/mailbox`
      const readers = await readersOf(trx, institutionId, 'quota', centre.clock())
      const mails = readers.map(({ email: to, language }) => ({
        template: 'mailbox-filling' as const,
        language,
        to,
        contents: { institution, percent: level, link },
      }))
      await queueMails(centre, trx, mails)
    })
  }
}

async function noteworthy(db: Kysely<Database>): Promise<readonly Fill[]> {
  const { rows } = await sql<Fill>`
    select institution_id, institution.name, floor(100.0 * used_bytes / quota_bytes)::int as percent, warned_percent
    from mailbox join institution on institution.id = institution_id
    where quota_bytes > 0 and (warned_percent > 0 or 100.0 * used_bytes >= 80.0 * quota_bytes)
  `.execute(db)
  return rows
}

function levelOf({ percent, warned_percent }: Fill): number {
  const reached = LEVELS.find((level) => percent >= level) ?? 0
  if (reached >= warned_percent) return reached
  return LEVELS.find((level) => level <= warned_percent && percent >= level - LOWER_BY) ?? 0
}
