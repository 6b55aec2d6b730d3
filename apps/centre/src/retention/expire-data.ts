/**
 * Once a day: mailboxes are told of data whose time ends soon, and data whose time is over is deleted as people delete
 * it. Nothing is deleted that was not told of as long before as is configured, also when the time was just shortened, or
 * lengthened: then what was told before holds no more. Where nobody can be told nothing is deleted, and the log says so.
 */
import { type RawBuilder, sql } from 'kysely'
import type { Centre } from '../centre.ts'
import { deleteExpiredData } from '../delivery/index.ts'
import { queueCalls } from '../webhooks/index.ts'
import { readersOf, tellReaders } from './tell-readers.ts'

const DAY_MS = 24 * 3_600_000
const AT_ONCE = 200

export async function expireData(centre: Centre): Promise<void> {
  const { days, warnDays } = centre.config.retention
  if (days === null) return
  const daysAgo = (count: number) => new Date(centre.clock().getTime() - count * DAY_MS)
  const untold = toldSince(days - warnDays, false)
  for (const institutionId of await mailboxesWithSome(centre, daysAgo(days - warnDays), untold)) {
    await warn(centre, institutionId, daysAgo(days - warnDays), untold)
  }
  const told = toldSince(days - warnDays, true)
  await deleteOlder(centre, daysAgo(days), daysAgo(warnDays), told)
}

/** A warning from before the day on which the present rule warns was of another rule. */
function toldSince(warnedAfterDays: number, isTold: boolean): RawBuilder<boolean> {
  const day = sql`created_at + make_interval(hours => ${24 * warnedAfterDays}::int)`
  return sql<boolean>`coalesce(deletion_warned_at >= ${day}, false) = ${isTold}`
}

/** Packages that are in mailboxes; what is on its way there has `held_bytes` as well. */
const IN_MAILBOX = sql<boolean>`
  held_bytes > 0 and status in ('delivered', 'opened', 'downloaded', 'forwarded', 'stored', 'committed')
`

async function mailboxesWithSome(
  { db }: Centre,
  before: Date,
  untold: RawBuilder<boolean>,
): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('delivery')
    .where(IN_MAILBOX)
    .where('created_at', '<', before)
    .where(untold)
    .select('institution_id')
    .distinct()
    .orderBy('institution_id')
    .execute()
  return rows.map(({ institution_id }) => institution_id)
}

/** One mail to each reader, however many messages it is about. What nobody was told of stays untold. */
async function warn(
  centre: Centre,
  institutionId: string,
  before: Date,
  untold: RawBuilder<boolean>,
): Promise<void> {
  const at = centre.clock()
  await centre.db.transaction().execute(async (trx) => {
    const readers = await readersOf(centre, trx, institutionId)
    if (readers.length === 0) {
      const words =
        'data whose time is over stays: nobody of the institution has an e-mail address to be told at'
      return centre.log.warn({ institution: institutionId }, words)
    }
    const warned = await trx
      .updateTable('delivery')
      .set({ deletion_warned_at: at })
      .where('institution_id', '=', institutionId)
      .where(IN_MAILBOX)
      .where('created_at', '<', before)
      .where(untold)
      .returning('message_id')
      .execute()
    if (warned.length === 0) return
    await tellReaders(centre, trx, readers, warned.length)
    const data = { messages: warned.length, days: centre.config.retention.warnDays }
    const type = 'message.expiring'
    await queueCalls(trx, [{ institutionId, type, askedAs: [type], at, data }])
  })
}

async function deleteOlder(
  centre: Centre,
  sentBefore: Date,
  warnedBefore: Date,
  told: RawBuilder<boolean>,
): Promise<void> {
  for (;;) {
    const rows = await centre.db
      .selectFrom('delivery')
      .where(IN_MAILBOX)
      .where('created_at', '<', sentBefore)
      .where('deletion_warned_at', '<=', warnedBefore)
      .where(told)
      .select(['message_id', 'institution_id'])
      .orderBy('created_at')
      .limit(AT_ONCE)
      .execute()
    for (const { message_id: messageId, institution_id: institutionId } of rows) {
      if (centre.stopping.aborted) return
      await deleteExpiredData(centre, { messageId, institutionId })
    }
    if (rows.length < AT_ONCE) return
  }
}
