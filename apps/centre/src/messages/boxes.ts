/** The two boxes of an institution, filtered, searched, sorted and paged. */
import { type Kysely, type RawBuilder, sql } from 'kysely'
import { asOfOneMoment, type Database } from '../database/index.ts'
import { facetsOf } from './box-facets.ts'
import type { BoxFacets, BoxPage, BoxQuery } from './box-query.ts'
import { boxOf, countOf, filterOf, isFoundByIndex, SORT_VALUES } from './box-rows.ts'
import { unreadIn } from './marks.ts'
import { summarise } from './summaries.ts'

interface Found {
  readonly ids: readonly string[]
  readonly total: number
}

interface Head {
  readonly found: Found
  readonly unread: number
  readonly facets: BoxFacets | null
}

export async function listBox(
  db: Kysely<Database>,
  institutionId: string,
  query: BoxQuery,
): Promise<BoxPage> {
  return await asOfOneMoment(db, async (trx) => {
    // One statement for all of it: each one more costs the centre as much as finding the page costs the database.
    const { rows } = await sql<Head>`
      select ${isFoundByIndex(query) ? pageOf(institutionId, query) : matching(institutionId, query)} as found,
        ${unreadIn(institutionId)} as unread,
        ${query.facets ? facetsOf(institutionId, query) : sql`null`} as facets
    `.execute(trx)
    const [head] = rows
    if (head === undefined) throw new Error('a select without a table gave no row')
    const { found, unread, facets } = head
    return {
      items: await summarise(trx, found.ids, institutionId),
      total: found.total,
      unread,
      ...(facets === null ? {} : { facets }),
    }
  })
}

/** By an index, as far as the page only, and counted by an index. */
function pageOf(institutionId: string, query: BoxQuery): RawBuilder<Found> {
  return sql`json_build_object('ids', array(
    select box.id from ${boxOf(institutionId, query)} where ${filterOf(query)}
    order by box.created_at ${directionOf(query)}, box.id desc
    limit ${query.pageSize} offset ${(query.page - 1) * query.pageSize}
  ), 'total', ${countOf(institutionId, query)})`
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
