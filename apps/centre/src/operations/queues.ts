/** What waits in the centre, and for whom. */
import { sql, type Transaction } from 'kysely'
import type { Database } from '../database/index.ts'
import { SILENT_AFTER_MS } from '../nodes/index.ts'

export interface JobsOfKind {
  readonly kind: string
  /** Due later among them. */
  readonly waiting: number
  readonly running: number
  /** Of the waiting ones: tried without success, and to be tried again. */
  readonly failed: number
  /** When the oldest of them was to run; null: none waits. */
  readonly oldestAt: string | null
}

export interface Waiting {
  readonly count: number
  readonly oldestAt: string | null
}

export interface SilentNode {
  readonly institution: { readonly id: string; readonly name: string }
  readonly since: string
}

/** The longest silent ones; the page of nodes has all. */
export const MOST_SILENT = 20

export async function jobsByKind(trx: Transaction<Database>): Promise<readonly JobsOfKind[]> {
  const { rows } = await sql<Omit<JobsOfKind, 'oldestAt'> & { oldest_at: Date | null }>`
    select split_part(task_identifier, '-at:', 1) as kind,
      (count(*) filter (where locked_at is null))::int as waiting,
      (count(*) filter (where locked_at is not null))::int as running,
      (count(*) filter (where locked_at is null and last_error is not null))::int as failed,
      min(run_at) filter (where locked_at is null) as oldest_at
    from graphile_worker.jobs
    group by 1
    order by 1
  `.execute(trx)
  return rows.map(({ oldest_at, ...job }) => ({ ...job, oldestAt: oldest_at?.toISOString() ?? null }))
}

/** `bytes`: as announced. */
export async function uploadsUnderWay(
  trx: Transaction<Database>,
): Promise<Waiting & { readonly bytes: number }> {
  const row = await trx
    .selectFrom('upload')
    .where('completed_at', 'is', null)
    .select([
      sql<number>`count(*)::int`.as('count'),
      sql<number>`coalesce(sum(size_bytes), 0)::float8`.as('bytes'),
      sql<Date | null>`min(created_at)`.as('oldest_at'),
    ])
    .executeTakeFirstOrThrow()
  return { count: row.count, bytes: row.bytes, oldestAt: row.oldest_at?.toISOString() ?? null }
}

/** In mailboxes of institutions with a node that serves, and no node has said anything about them (as `waitingFor`). */
export async function unfetchedByNodes(trx: Transaction<Database>): Promise<Waiting> {
  const { rows } = await sql<{ count: number; oldest_at: Date | null }>`
    select count(*)::int as count, min(delivery.created_at) as oldest_at
    from (
      select institution_id, min(enrolled_at) as enrolled_at
      from node where revoked_at is null group by institution_id
    ) served
    join delivery on delivery.institution_id = served.institution_id
      and delivery.status in ('delivered', 'opened', 'downloaded')
      and delivery.created_at >= served.enrolled_at
    where not exists (
      select from node_delivery
      where node_delivery.message_id = delivery.message_id
        and node_delivery.institution_id = delivery.institution_id
    )
  `.execute(trx)
  const [row] = rows
  return { count: row?.count ?? 0, oldestAt: row?.oldest_at?.toISOString() ?? null }
}

export async function silentNodes(
  trx: Transaction<Database>,
  at: Date,
): Promise<{ readonly total: number; readonly longest: readonly SilentNode[] }> {
  const lastSign = sql<Date>`coalesce(node.last_contact_at, node.enrolled_at)`
  const silent = trx
    .selectFrom('node')
    .innerJoin('institution', 'institution.id', 'node.institution_id')
    .where('node.revoked_at', 'is', null)
    .where(lastSign, '<', new Date(at.getTime() - SILENT_AFTER_MS))
  const { total } = await silent.select(sql<number>`count(*)::int`.as('total')).executeTakeFirstOrThrow()
  const rows = await silent
    .select(['institution.id', 'institution.name', lastSign.as('since')])
    .orderBy('since')
    .orderBy('node.id')
    .limit(MOST_SILENT)
    .execute()
  return {
    total,
    longest: rows.map(({ id, name, since }) => ({ institution: { id, name }, since: since.toISOString() })),
  }
}
