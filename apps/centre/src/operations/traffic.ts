/** What came to the centre, what it put into mailboxes and what lay in it, by days, weeks or months of UTC. */
import { IN_MAILBOX } from '@epacs/exchange'
import { type RawBuilder, sql, type Transaction } from 'kysely'
import type { Database } from '../database/index.ts'
import type { HeldSpace } from './space-of-days.ts'

export const PERIODS = ['day', 'week', 'month'] as const
export type Period = (typeof PERIODS)[number]

/** How many periods are told, the one that runs among them: what a chart has room for. */
const PERIODS_TOLD: Readonly<Record<Period, number>> = { day: 30, week: 26, month: 12 }

export interface Carried {
  readonly messages: number
  readonly sizeBytes: number
}

export interface TrafficOfPeriod {
  /** The first day, YYYY-MM-DD; weeks begin on Monday (ISO 8601). */
  readonly from: string
  /** Messages whose images were accepted, by when they were begun. */
  readonly received: Carried
  /** The same messages once for each mailbox that they were put into. */
  readonly delivered: Carried
  /** What lay in the centre when it was last looked at in the period; null: it was not. */
  readonly held: HeldSpace | null
}

interface Row {
  readonly first_day: string
  readonly messages: number
  readonly size_bytes: number
  readonly deliveries: number
  readonly delivered_bytes: number
  readonly volume_used_bytes: number | null
  readonly mailboxes_used_bytes: number | null
}

/** Where the periods begin is said to the planner in so many words: it then knows how few messages they hold. */
export function trafficQuery(period: Period, at: Date): RawBuilder<Row> {
  const unit = sql.lit(period)
  const step = sql`('1 ' || ${unit})::interval`
  const last = sql`date_trunc(${unit}, ${at}::timestamptz at time zone 'UTC')`
  const first = sql`(${last} - ${PERIODS_TOLD[period] - 1}::int * ${step})`
  return sql<Row>`
    with period as (
      select generate_series(${first}, ${last}, ${step}) as first_moment
    ), sent as (
      select date_trunc(${unit}, created_at at time zone 'UTC') as first_moment, size_bytes,
        (select count(*) from delivery
          where delivery.message_id = message.id and delivery.status = any(${[...IN_MAILBOX]})) as mailboxes
      from message
      where created_at >= ${first} at time zone 'UTC' and status in ('delivered', 'deleted')
    )
    select to_char(first_moment, 'YYYY-MM-DD') as first_day,
      count(size_bytes)::int as messages,
      coalesce(sum(size_bytes), 0)::float8 as size_bytes,
      coalesce(sum(mailboxes), 0)::int as deliveries,
      coalesce(sum(size_bytes * mailboxes), 0)::float8 as delivered_bytes,
      volume_used_bytes, mailboxes_used_bytes
    from period left join sent using (first_moment)
    left join lateral (
      select volume_used_bytes, mailboxes_used_bytes from space_of_day
      where day >= first_moment::date and day < (first_moment + ${step})::date
      order by day desc limit 1
    ) held on true
    group by first_moment, volume_used_bytes, mailboxes_used_bytes
    order by first_moment
  `
}

/** Oldest first; none is missing, be it empty. */
export async function trafficBy(
  trx: Transaction<Database>,
  period: Period,
  at: Date,
): Promise<readonly TrafficOfPeriod[]> {
  const { rows } = await trafficQuery(period, at).execute(trx)
  return rows.map((row) => ({
    from: row.first_day,
    received: { messages: row.messages, sizeBytes: row.size_bytes },
    delivered: { messages: row.deliveries, sizeBytes: row.delivered_bytes },
    held:
      row.volume_used_bytes === null || row.mailboxes_used_bytes === null
        ? null
        : { volumeBytes: row.volume_used_bytes, mailboxesBytes: row.mailboxes_used_bytes },
  }))
}
