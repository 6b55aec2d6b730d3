/** The two boxes of an institution, filtered, searched, sorted and paged. */
import { type Kysely, type RawBuilder, sql } from 'kysely'
import { asOfOneMoment, type Database } from '../database/index.ts'
import { facetsOf } from './box-facets.ts'
import type { BoxPage, BoxQuery } from './box-query.ts'
import { boxOf, filterOf, isCountedApart, SORT_VALUES } from './box-rows.ts'
import { unreadIn } from './marks.ts'
import { summarise } from './summaries.ts'

interface Found {
  readonly ids: readonly string[]
  /** Null: it is counted with the facets. */
  readonly total: number | null
}

interface Head {
  readonly found: Found
  readonly unread: number
  readonly facets: BoxPage['facets']
}

export async function listBox(
  db: Kysely<Database>,
  institutionId: string,
  query: BoxQuery,
): Promise<BoxPage> {
  return await asOfOneMoment(db, async (trx) => {
    // One statement for all of it: each one more costs the centre as much as finding the page costs the database.
    const { rows } = await sql<Head>`
      select ${isCountedApart(query) ? matching(institutionId, query) : pageOf(institutionId, query)} as found,
        ${unreadIn(institutionId)} as unread, ${facetsOf(institutionId, query)} as facets
    `.execute(trx)
    const [head] = rows
    if (head === undefined) throw new Error('a select without a table gave no row')
    const { found, unread, facets } = head
    return {
      items: await summarise(trx, found.ids, institutionId),
      total: found.total ?? countedBy(facets, query),
      unread,
      facets,
    }
  })
}

/** What is counted for the filters anyway, when nothing or one of them is chosen. */
function countedBy(
  { institutions, statuses, deliveries }: BoxPage['facets'],
  { status, delivery, institution }: BoxQuery,
): number {
  if (institution !== undefined) return institutions.find(({ id }) => id === institution)?.messages ?? 0
  if (delivery !== undefined) return deliveries.find((each) => each.status === delivery)?.messages ?? 0
  return statuses
    .filter((each) => status === undefined || each.status === status)
    .reduce((sum, { messages }) => sum + messages, 0)
}

/** By an index, as far as the page only. */
function pageOf(institutionId: string, query: BoxQuery): RawBuilder<Found> {
  return sql`json_build_object('ids', array(
    select box.id from ${boxOf(institutionId, query)} where ${filterOf(query)}
    order by box.created_at ${directionOf(query)}, box.id desc
    limit ${query.pageSize} offset ${(query.page - 1) * query.pageSize}
  ), 'total', null)`
}

/** In one pass: what is looked through for the page is looked through for the total, too. */
function matching(institutionId: string, query: BoxQuery): RawBuilder<Found> {
  return sql`(
    with matching as materialized (
      select box.id, box.created_at, ${SORT_VALUES[query.sort](query.box)} as sort_value
      from ${boxOf(institutionId, query)} where ${filterOf(query)}
    )
    select json_build_object('ids', array(
      select id from matching order by sort_value ${directionOf(query)}, created_at desc, id desc
      limit ${query.pageSize} offset ${(query.page - 1) * query.pageSize}
    ), 'total', (select count(*)::int from matching))
  )`
}

function directionOf({ order }: BoxQuery) {
  return order === 'ascending' ? sql`asc` : sql`desc`
}
