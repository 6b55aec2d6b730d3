/** What is overdue: first the asked institution is reminded, then its contacts in the directory are written to. */
import type { Urgency } from '@epacs/exchange'
import { sql, type Transaction } from 'kysely'
import type { Centre } from '../centre.ts'
import type { Database } from '../database/index.ts'
import { callAsked } from './calls.ts'
import { mailAsked, mailContacts } from './mails.ts'
import { noteRequestEvent, tellParties } from './record.ts'

const AT_ONCE = 50
/** From the reminder to the mail to the contacts. */
const PATIENCE_HOURS: Readonly<Record<Urgency, number>> = { routine: 24, urgent: 4, stat: 1 }

interface Overdue {
  readonly id: string
  readonly askingId: string
  readonly askedId: string
  readonly isReminded: boolean
}

/** To be called by the clock, by one process or several: each step of a request is taken once. */
export async function remindOfRequests(centre: Centre): Promise<void> {
  for (;;) {
    const taken = await centre.db.transaction().execute(async (trx) => {
      const overdue = await takeOverdue(trx, centre.clock())
      for (const request of overdue) await takeStep(centre, trx, request)
      return overdue
    })
    for (const { id, ...parties } of taken) tellParties(centre, parties, { id, status: 'open' })
    if (taken.length < AT_ONCE) return
  }
}

async function takeOverdue(trx: Transaction<Database>, now: Date): Promise<readonly Overdue[]> {
  const { rows } = await sql<Overdue>`
    select id, asking_institution_id as "askingId", asked_institution_id as "askedId",
      reminded_at is not null as "isReminded"
    from image_request
    where status = 'open' and escalated_at is null and needed_by < ${now}
      and (reminded_at is null or reminded_at < ${now}::timestamptz - make_interval(hours =>
        (${JSON.stringify(PATIENCE_HOURS)}::jsonb ->> urgency)::int))
    order by needed_by
    limit ${AT_ONCE}
    for no key update skip locked
  `.execute(trx)
  return rows
}

async function takeStep(
  centre: Centre,
  trx: Transaction<Database>,
  { isReminded, ...request }: Overdue,
): Promise<void> {
  const at = centre.clock()
  const what = isReminded ? 'escalated' : 'reminded'
  if (isReminded) await mailContacts(centre, trx, request)
  else {
    await mailAsked(centre, trx, 'images-request-overdue', request)
    await callAsked(centre, trx, 'request.overdue', request)
  }
  await trx
    .updateTable('image_request')
    .set(isReminded ? { escalated_at: at } : { reminded_at: at })
    .where('id', '=', request.id)
    .execute()
  await noteRequestEvent(trx, { requestId: request.id, at, by: null, what })
  const action = isReminded ? 'request.escalate' : 'request.remind'
  await centre.audit.record(trx, { at, actor: null, action, details: { request: request.id } })
}
