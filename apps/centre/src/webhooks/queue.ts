/** Calls are queued in the transaction of what they tell, and leave when, and only when, it commits. */
import { type Kysely, sql } from 'kysely'
import type { Database } from '../database/index.ts'
import { graphileQueue } from '../jobs/index.ts'
import type { Happening } from './happenings.ts'

export const CALL_WEBHOOK = 'call-webhook'

export async function queueCalls(trx: Kysely<Database>, happenings: readonly Happening[]): Promise<void> {
  if (happenings.length === 0) return
  const { rows } = await sql<{ webhook_id: string }>`
    insert into webhook_call (id, webhook_id, type, data, at)
    select gen_random_uuid(), webhook.id, happening.type, happening.data, happening.at
    from jsonb_to_recordset(${JSON.stringify(happenings)}::jsonb)
      as happening ("institutionId" uuid, type text, "askedAs" text[], data jsonb, at timestamptz)
    join webhook on webhook.institution_id = happening."institutionId"
      and webhook.happenings && happening."askedAs" and webhook.paused_at is null
    returning webhook_id
  `.execute(trx)
  await wake(
    trx,
    rows.map(({ webhook_id }) => webhook_id),
  )
}

/** Calls what waits, as soon as may be. */
export async function wake(trx: Kysely<Database>, webhookIds: readonly string[]): Promise<void> {
  if (webhookIds.length === 0) return
  const jobs = [...new Set(webhookIds)].map((id) => ({ payload: { webhook: id }, jobKey: keyOf(id) }))
  await graphileQueue.addAll(trx, CALL_WEBHOOK, jobs)
}

export async function wakeAt(trx: Kysely<Database>, webhookId: string, runAt: Date): Promise<void> {
  await graphileQueue.add(trx, CALL_WEBHOOK, { webhook: webhookId }, { jobKey: keyOf(webhookId), runAt })
}

function keyOf(webhookId: string): string {
  return `${CALL_WEBHOOK} ${webhookId}`
}
