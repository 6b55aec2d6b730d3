/** What records must agree about among themselves. */
import { type Kysely, sql } from 'kysely'
import type { Database } from '../database/index.ts'

/** Of each kind; a disaster is told by its first ones as well. */
const MOST = 1000

async function idsOf(
  db: Kysely<Database>,
  query: ReturnType<typeof sql<{ id: string }>>,
): Promise<readonly string[]> {
  return (await query.execute(db)).rows.map(({ id }) => id)
}

/** A message is wholly in its mailboxes or not at all. */
export async function halfDelivered(db: Kysely<Database>): Promise<readonly string[]> {
  return await idsOf(
    db,
    sql<{ id: string }>`
      select message.id from message
      where (message.status = 'delivered' and (message.package_sha256 is null or exists (
          select from delivery where message_id = message.id
            and status not in ('delivered', 'opened', 'downloaded', 'forwarded', 'stored', 'committed', 'deleted'))))
        or (message.status <> 'delivered' and message.package_sha256 is not null)
        or (message.status in ('uploading', 'checking', 'rejected', 'cancelled', 'expired') and exists (
          select from delivery where message_id = message.id
            and status in ('delivered', 'opened', 'downloaded', 'forwarded', 'stored', 'committed', 'deleted')))
      order by message.id limit ${MOST}
    `,
  )
}

export async function withoutJob(db: Kysely<Database>): Promise<readonly string[]> {
  const { rows } = await sql<{ known: boolean }>`
    select to_regclass('graphile_worker.jobs') is not null as known
  `.execute(db)
  if (rows[0]?.known !== true) return []
  return await idsOf(
    db,
    sql<{ id: string }>`
      select id from message
      where status = 'checking'
        and not exists (select from graphile_worker.jobs where key = 'intake:' || message.id)
        -- One that runs, and is to run again, loses its key.
        and not exists (select from graphile_worker.jobs
          where task_identifier like 'intake%' and locked_at is not null)
      order by id limit ${MOST}
    `,
  )
}

export async function withoutManifest(db: Kysely<Database>): Promise<readonly string[]> {
  return await idsOf(
    db,
    sql<{ id: string }>`
      select id from message
      where package_sha256 is not null and not exists (
        select from manifest where message_id = message.id and manifest.package_sha256 = message.package_sha256)
      order by id limit ${MOST}
    `,
  )
}

/** Institutions. */
export async function miscounted(db: Kysely<Database>): Promise<readonly string[]> {
  return await idsOf(
    db,
    sql<{ id: string }>`
      select institution_id as id from mailbox
      where used_bytes <> (select coalesce(sum(held_bytes), 0) from delivery
        where delivery.institution_id = mailbox.institution_id)
      order by institution_id limit ${MOST}
    `,
  )
}

/** Under the mailbox's lock, which everybody takes who changes what it holds. */
export async function recount(db: Kysely<Database>, institutionId: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await sql`select from mailbox where institution_id = ${institutionId} for update`.execute(trx)
    await sql`
      update mailbox set used_bytes = (select coalesce(sum(held_bytes), 0) from delivery
        where delivery.institution_id = mailbox.institution_id)
      where institution_id = ${institutionId}
    `.execute(trx)
  })
}
