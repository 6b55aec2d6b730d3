/** The webhooks of an institution, for its representatives. */
import { sql } from 'kysely'
import { v7 as newId } from 'uuid'
import type { Centre } from '../centre.ts'
import { Problem } from '../http/index.ts'
import type { Member } from '../identity/index.ts'
import { type HappeningName, TRIAL } from './happenings.ts'
import { type Attempt, mayBeCalled, post } from './post.ts'
import { wake } from './queue.ts'
import { newSecret, secretInWords, signedHeaders } from './signature.ts'

export const MOST_WEBHOOKS = 5

export interface WebhookWishes {
  readonly url: string
  readonly happenings: readonly HappeningName[]
}

export interface WebhookChange extends Partial<WebhookWishes> {
  readonly isPaused?: boolean
}

export async function listWebhooks({ db }: Pick<Centre, 'db'>, institutionId: string) {
  const rows = await db
    .selectFrom('webhook')
    .where('institution_id', '=', institutionId)
    .select(['id', 'url', 'happenings', 'created_at', 'paused_at', 'problem', 'retry_at', 'taken_at'])
    .select(sql<number>`(select count(*)::int from webhook_call where webhook_id = webhook.id)`.as('waiting'))
    .orderBy('id')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    url: row.url,
    happenings: row.happenings,
    createdAt: row.created_at.toISOString(),
    pausedAt: row.paused_at?.toISOString() ?? null,
    problem: row.problem,
    retryAt: row.retry_at?.toISOString() ?? null,
    takenAt: row.taken_at?.toISOString() ?? null,
    waiting: row.waiting,
  }))
}

/** @returns its id and the secret, which is told here and never again */
export async function addWebhook(centre: Centre, by: Member, wishes: WebhookWishes) {
  requireCallable(centre, wishes.url)
  const id = newId()
  const secret = newSecret()
  const at = centre.clock()
  await centre.db.transaction().execute(async (trx) => {
    const institutionId = by.institution.id
    await trx.selectFrom('institution').where('id', '=', institutionId).select('id').forUpdate().execute()
    const { there } = await trx
      .selectFrom('webhook')
      .where('institution_id', '=', institutionId)
      .select(sql<number>`count(*)::int`.as('there'))
      .executeTakeFirstOrThrow()
    if (there >= MOST_WEBHOOKS) {
      throw new Problem(409, 'too-many-webhooks', `An institution has at most ${MOST_WEBHOOKS} webhooks.`)
    }
    const { url, happenings } = wishes
    await trx
      .insertInto('webhook')
      .values({
        id,
        institution_id: institutionId,
        url,
        happenings: [...happenings],
        secret,
        created_at: at,
        created_by: by.personId,
      })
      .execute()
    const details = { webhook: id, host: new URL(url).host }
    await centre.audit.record(trx, { at, actor: by, action: 'webhook.create', details })
  })
  return { id, secret: secretInWords(secret) }
}

export async function changeWebhook(
  centre: Centre,
  by: Member,
  id: string,
  { url, happenings, isPaused }: WebhookChange,
): Promise<void> {
  if (url !== undefined) requireCallable(centre, url)
  const at = centre.clock()
  await centre.db.transaction().execute(async (trx) => {
    const changed = await trx
      .updateTable('webhook')
      // Whatever was changed: it is tried at once.
      .set({ retry_at: null, failures: 0 })
      .set(url === undefined ? {} : { url })
      .set(happenings === undefined ? {} : { happenings: [...happenings] })
      .set(isPaused === undefined ? {} : { paused_at: isPaused ? at : null })
      // Why it was paused is of no interest any more.
      .set(isPaused === false ? { problem: null } : {})
      .where('id', '=', id)
      .where('institution_id', '=', by.institution.id)
      .returning('url')
      .executeTakeFirst()
    if (changed === undefined) throw webhookNotFound()
    if (isPaused === true) await trx.deleteFrom('webhook_call').where('webhook_id', '=', id).execute()
    await wake(trx, [{ id, institution_id: by.institution.id }])
    const details = { webhook: id, host: new URL(changed.url).host }
    await centre.audit.record(trx, { at, actor: by, action: 'webhook.change', details })
  })
}

export async function removeWebhook(centre: Centre, by: Member, id: string): Promise<void> {
  await centre.db.transaction().execute(async (trx) => {
    const { numDeletedRows } = await trx
      .deleteFrom('webhook')
      .where('id', '=', id)
      .where('institution_id', '=', by.institution.id)
      .executeTakeFirst()
    if (numDeletedRows === 0n) throw webhookNotFound()
    const about = { at: centre.clock(), actor: by, details: { webhook: id } }
    await centre.audit.record(trx, { ...about, action: 'webhook.delete' })
  })
}

/** One call, now, whatever waits. */
export async function tryWebhook(
  { db, clock, config }: Pick<Centre, 'db' | 'clock' | 'config'>,
  by: Member,
  id: string,
  signal: AbortSignal,
): Promise<Attempt> {
  const webhook = await db
    .selectFrom('webhook')
    .where('id', '=', id)
    .where('institution_id', '=', by.institution.id)
    .select(['url', 'secret'])
    .executeTakeFirst()
  if (webhook === undefined) throw webhookNotFound()
  const now = clock()
  const body = JSON.stringify({ type: TRIAL, timestamp: now.toISOString(), data: {} })
  const headers = signedHeaders(webhook.secret, newId(), now, body)
  return await post({ url: webhook.url, headers, body }, config.webhooks.privateNetworks, signal)
}

function requireCallable({ config }: Centre, url: string): void {
  if (mayBeCalled(url, config.webhooks.privateNetworks)) return
  throw new Problem(
    422,
    'webhook-address-refused',
    'A webhook is called by https at a public address, without a name and password in it.',
  )
}

function webhookNotFound(): Problem {
  return new Problem(404, 'webhook-not-found', 'There is no such webhook.')
}
