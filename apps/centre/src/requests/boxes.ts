/** Requests that an institution has received, or sent: filtered, sorted and paged. */
import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely'
import { asOfOneMoment, type Database } from '../database/index.ts'
import { type PagePosition, pageOf } from '../http/index.ts'
import type { RequestsQuery } from './schemas.ts'
import { requestRows, summaryOf } from './summaries.ts'
import type { RequestBox, RequestSort } from './words.ts'

const OWN = { received: 'asked_institution_id', sent: 'asking_institution_id' } as const
const OTHER = { received: 'asking_institution_id', sent: 'asked_institution_id' } as const

const ORDERS: Readonly<Record<RequestSort, ReturnType<typeof sql>>> = {
  newest: sql`request.created_at desc`,
  oldest: sql`request.created_at`,
  needed: sql`request.needed_by`,
}

export async function listRequests(
  db: Kysely<Database>,
  institutionId: string,
  query: RequestsQuery,
  now: Date,
) {
  const { box = 'received', sort = 'newest' } = query
  const position = pageOf(query)
  return await asOfOneMoment(db, async (trx) => {
    const { rows, total } = await matching(trx, institutionId, { ...query, box, sort }, position, now)
    return {
      items: rows.map((row) => summaryOf(row, now)),
      total,
      page: position.page,
      pageSize: position.pageSize,
      ...(await countsOf(trx, institutionId, box, now)),
      institutions: await otherParties(trx, institutionId, box),
    }
  })
}

async function matching(
  trx: Transaction<Database>,
  institutionId: string,
  query: RequestsQuery & { readonly box: RequestBox; readonly sort: RequestSort },
  { offset, pageSize }: PagePosition,
  now: Date,
) {
  const { box, sort, status, institution, urgency } = query
  let found = requestRows(trx).where(`request.${OWN[box]}`, '=', institutionId)
  if (status !== undefined) found = found.where('request.status', '=', status === 'overdue' ? 'open' : status)
  if (status === 'overdue') found = found.where('request.needed_by', '<', now)
  if (institution !== undefined) found = found.where(`request.${OTHER[box]}`, '=', institution)
  if (urgency !== undefined) found = found.where('request.urgency', '=', urgency)
  const { total } = await trx
    .selectFrom(found.as('found'))
    .select(sql<number>`count(*)::int`.as('total'))
    .executeTakeFirstOrThrow()
  const rows = await found
    .orderBy(ORDERS[sort])
    .orderBy('request.id', 'desc')
    .limit(pageSize)
    .offset(offset)
    .execute()
  return { rows, total }
}

/** All that were received and are open, and of them the urgent ones: one row, to be selected from. */
export function openReceived(
  institutionId: string,
): RawBuilder<{ readonly open: number; readonly urgent: number }> {
  return sql`(
    select count(*)::int as open, (count(*) filter (where urgency <> 'routine'))::int as urgent
    from image_request where asked_institution_id = ${institutionId} and status = 'open'
  )`
}

async function countsOf(trx: Transaction<Database>, institutionId: string, box: RequestBox, now: Date) {
  return await trx
    .selectFrom('image_request')
    .where(OWN[box], '=', institutionId)
    .where('status', '=', 'open')
    .select([
      sql<number>`count(*)::int`.as('open'),
      sql<number>`count(*) filter (where needed_by < ${now})::int`.as('overdue'),
    ])
    .executeTakeFirstOrThrow()
}

async function otherParties(trx: Transaction<Database>, institutionId: string, box: RequestBox) {
  return await trx
    .selectFrom('image_request')
    .innerJoin('institution', 'institution.id', OTHER[box])
    .where(OWN[box], '=', institutionId)
    .select(['institution.id', 'institution.name', sql<number>`count(*)::int`.as('requests')])
    .groupBy(['institution.id', 'institution.name'])
    .orderBy(sql`institution.name collate czech`)
    .execute()
}
