/** Calls are queued in the transaction of what they tell, and leave when, and only when, it commits. */
import { type Kysely, sql } from 'kysely'
import type { Database } from '../database/index.ts'
import { graphileQueue } from '../jobs/index.ts'
import type { Happening } from './happenings.ts'

export const CALL_WEBHOOK = 'call-webhook'

interface WebhookOf {
  readonly id: string
  readonly institution_id: string
}

export async function queueCalls(trx: Kysely<Database>, happenings: readonly Happening[]): Promise<void> {
  if (happenings.length === 0) return
  const { rows: webhooks } = await sql<WebhookOf>`
    insert into webhook_call (id, webhook_id, type, data, at)
    select gen_random_uuid(), webhook.id, happening.type, happening.data, happening.at
    from jsonb_to_recordset(${JSON.stringify(happenings)}::jsonb)
      as happening ("institutionId" uuid, type text, "askedAs" text[], data jsonb, at timestamptz)
    join webhook on webhook.institution_id = happening."institutionId"
      and webhook.happenings && happening."askedAs" and webhook.paused_at is null
    returning webhook_id as id, (select institution_id from webhook where webhook.id = webhook_id)
  `.execute(trx)
  await wake(trx, webhooks)
}

/** Calls what waits, as soon as may be. */
export async function wake(trx: Kysely<Database>, webhooks: readonly WebhookOf[]): Promise<void> {
  if (webhooks.length === 0) return
  const institutions = new Map(webhooks.map(({ id, institution_id }) => [id, institution_id]))
  // Always in the same order: two transactions never wait for each other's jobs.
  const jobs = [...institutions]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([id, institutionId]) => ({
      payload: { webhook: id },
      jobKey: keyOf(id),
      line: lineOf(institutionId),
    }))
  await graphileQueue.addAll(trx, CALL_WEBHOOK, jobs)
}

export async function wakeAt(
  trx: Kysely<Database>,
  { id, institution_id }: WebhookOf,
  runAt: Date,
): Promise<void> {
  const options = { jobKey: keyOf(id), line: lineOf(institution_id), runAt }
  await graphileQueue.add(trx, CALL_WEBHOOK, { webhook: id }, options)
}

function keyOf(webhookId: string): string {
  return `${CALL_WEBHOOK} ${webhookId}`
}

/** However slow the addresses of an institution are, they keep one worker busy and not all. */
function lineOf(institutionId: string): string {
  return `${CALL_WEBHOOK} of ${institutionId}`
}
