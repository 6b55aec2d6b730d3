/** The two boxes of an institution, filtered, searched, sorted and paged. */
import { type Kysely, sql, type Transaction } from 'kysely'
import { asOfOneMoment, type Database } from '../database/index.ts'
import { facetsOf } from './box-facets.ts'
import type { BoxPage, BoxQuery } from './box-query.ts'
import { boxOf, filterOf, isCountedApart, SORT_VALUES } from './box-rows.ts'
import { countUnread } from './marks.ts'
import { summarise } from './summaries.ts'

export async function listBox(
  db: Kysely<Database>,
  institutionId: string,
  query: BoxQuery,
): Promise<BoxPage> {
  return await asOfOneMoment(db, async (trx) => {
    const facets = await facetsOf(trx, institutionId, query)
    const known = isCountedApart(query) ? undefined : countedBy(facets, query)
    const { ids, total } =
      known === undefined
        ? await matching(trx, institutionId, query)
        : { ids: await pageOf(trx, institutionId, query), total: known }
    return {
      items: await summarise(trx, ids, institutionId),
      total,
      unread: await countUnread(trx, institutionId),
      facets,
    }
  })
}

/** What is counted for the filters anyway, when nothing or one of them is chosen. */
function countedBy(
  { institutions, statuses, deliveries }: BoxPage['facets'],
  { status, delivery, institution }: BoxQuery,
) {
  if ([status, delivery, institution].filter((each) => each !== undefined).length > 1) return undefined
  if (institution !== undefined) return institutions.find(({ id }) => id === institution)?.messages ?? 0
  if (delivery !== undefined) return deliveries.find((each) => each.status === delivery)?.messages ?? 0
  return statuses
    .filter((each) => status === undefined || each.status === status)
    .reduce((sum, { messages }) => sum + messages, 0)
}

/** By an index, as far as the page only. */
async function pageOf(
  trx: Transaction<Database>,
  institutionId: string,
  query: BoxQuery,
): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select box.id from ${boxOf(institutionId, query)} where ${filterOf(query)}
    order by box.created_at ${directionOf(query)}, box.id desc
    limit ${query.pageSize} offset ${(query.page - 1) * query.pageSize}
  `.execute(trx)
  return rows.map(({ id }) => id)
}

async function matching(
  trx: Transaction<Database>,
  institutionId: string,
  query: BoxQuery,
): Promise<{ readonly ids: readonly string[]; readonly total: number }> {
  // In one pass: what is looked through for the page is looked through for the total, too.
  const { rows } = await sql<{ ids: readonly string[]; total: number }>`
    with matching as materialized (
      select box.id, box.created_at, ${SORT_VALUES[query.sort](query.box)} as sort_value
      from ${boxOf(institutionId, query)} where ${filterOf(query)}
    )
    select (select count(*)::int from matching) as total,
      array(
        select id from matching order by sort_value ${directionOf(query)}, created_at desc, id desc
        limit ${query.pageSize} offset ${(query.page - 1) * query.pageSize}
      ) as ids
  `.execute(trx)
  return rows[0] ?? { ids: [], total: 0 }
}

function directionOf({ order }: BoxQuery) {
  return order === 'ascending' ? sql`asc` : sql`desc`
}
