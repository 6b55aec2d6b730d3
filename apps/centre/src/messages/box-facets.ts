/**
 * What the filters in the head of a box can choose from, counted over the whole of it from indexes alone. The database gives
 * it as one value: a large mailbox has thousands of senders, and each would be a row to be parsed and grouped here.
 */
import { IN_MAILBOX } from '@epacs/exchange'
import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Database } from '../database/index.ts'
import type { BoxFacets, BoxQuery } from './box-query.ts'

/** Alone, for who has the list already. */
export async function countFacets(
  db: Kysely<Database>,
  institutionId: string,
  box: BoxQuery['box'],
): Promise<BoxFacets> {
  const { rows } = await sql<{ facets: BoxFacets }>`
    select ${facetsOf(institutionId, { box })} as facets
  `.execute(db)
  const [row] = rows
  if (row === undefined) throw new Error('a select without a table gave no row')
  return row.facets
}

/** A scalar expression. */
export function facetsOf(institutionId: string, { box }: Pick<BoxQuery, 'box'>): RawBuilder<BoxFacets> {
  return box === 'inbox' ? ofInbox(institutionId) : ofSent(institutionId)
}

function ofInbox(institutionId: string): RawBuilder<BoxFacets> {
  // Of every status: in the order of the index, without a hash of a hundred thousand.
  return sql`(
    with counted as materialized (
      select sender_institution_id, status, count(*)::int as messages from delivery
      where institution_id = ${institutionId}
      group by sender_institution_id, status
    ),
    arrived as (select * from counted where status = any(${[...IN_MAILBOX]}::text[])),
    senders as (
      select sender_institution_id as id, sum(messages)::int as messages from arrived group by sender_institution_id
    ),
    statuses as (
      select coalesce(json_agg(${STATUS} order by status collate "C"), '[]') as counted
      from (select status, sum(messages)::int as messages from arrived group by status) as by_status
    )
    select json_build_object('institutions', ${named(sql`senders`)}, 'statuses', counted, 'deliveries', counted)
    from statuses
  )`
}

function ofSent(institutionId: string): RawBuilder<BoxFacets> {
  return sql`(
    with recipients as (
      select institution_id as id, count(*)::int as messages from delivery
      where sender_institution_id = ${institutionId} group by institution_id
    )
    select json_build_object(
      'institutions', ${named(sql`recipients`)},
      'statuses', (
        select coalesce(json_agg(${STATUS} order by status), '[]')
        from (
          select status, count(*)::int as messages from message
          where sender_institution_id = ${institutionId} group by status
        ) as by_status
      ),
      'deliveries', (
        select coalesce(json_agg(${STATUS} order by status), '[]')
        from (
          select status, count(distinct message_id)::int as messages from delivery
          where sender_institution_id = ${institutionId} group by status
        ) as by_status
      )
    )
  )`
}

const STATUS = sql`json_build_object('status', status, 'messages', messages)`

/** @param counted has `id` and `messages` */
function named(counted: RawBuilder<unknown>): RawBuilder<BoxFacets['institutions']> {
  return sql`(
    select coalesce(json_agg(json_build_object('id', id, 'name', name, 'messages', messages)), '[]')
    from (
      select institution.id, institution.name, counted.messages
      from ${counted} as counted join institution on institution.id = counted.id
      order by institution.name collate czech, institution.id
    ) as by_name
  )`
}
