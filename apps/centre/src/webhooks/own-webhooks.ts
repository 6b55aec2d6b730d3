/** The webhooks of an institution, for its representatives. */
import { sql } from 'kysely'
import { v7 as newId } from 'uuid'
import type { Centre } from '../centre.ts'
import { Problem } from '../http/index.ts'
import type { Member } from '../identity/index.ts'
import { attemptCall } from './attempt.ts'
import { type HappeningName, TRIAL } from './happenings.ts'
import { type Attempt, mayBeCalled } from './post.ts'
import { wake } from './queue.ts'
import { newSecret, sealedSecret } from './secrets.ts'
import { secretInWords } from './signature.ts'

export const MOST_WEBHOOKS = 5
/** For a receiver to take over a new secret while calls are signed with the one before, too. */
const HOUR_MS = 3_600_000
export const MOST_HOURS_OF_BOTH = 168
export const HOURS_OF_BOTH = 24

export interface WebhookWishes {
  readonly url: string
  readonly happenings: readonly HappeningName[]
}

export interface WebhookChange extends Partial<WebhookWishes> {
  readonly isPaused?: boolean
}

export async function listWebhooks({ db, clock }: Pick<Centre, 'db' | 'clock'>, institutionId: string) {
  const now = clock()
  const rows = await db
    .selectFrom('webhook')
    .where('institution_id', '=', institutionId)
    .select(['id', 'url', 'happenings', 'created_at', 'paused_at', 'problem', 'retry_at', 'taken_at'])
    .select('previous_until')
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
    previousSecretUntil:
      row.previous_until !== null && row.previous_until > now ? row.previous_until.toISOString() : null,
    waiting: row.waiting,
  }))
}

/** @returns its id and the secret, which is told here and never again */
export async function addWebhook(centre: Centre, by: Member, wishes: WebhookWishes) {
  requireCallable(centre, wishes.url)
  const id = newId()
  const secret = newSecret()
  const sealed_secret = await sealedSecret(centre, id, secret)
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
        sealed_secret,
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

/**
 * Another secret, told here and never again. @param hours for which calls are signed with the one before as well; of 0 it
 * ends at once, as when others have learnt it. While that of before is still in use, another exchange is refused: receivers
 * may have either.
 */
export async function renewSecret(
  centre: Centre,
  by: Member,
  id: string,
  hours: number,
): Promise<{ secret: string; previousUntil: string | null }> {
  const secret = newSecret()
  const sealed = await sealedSecret(centre, id, secret)
  const at = centre.clock()
  const until = hours === 0 ? null : new Date(at.getTime() + hours * HOUR_MS)
  await centre.db.transaction().execute(async (trx) => {
    const row = await trx
      .selectFrom('webhook')
      .where('id', '=', id)
      .where('institution_id', '=', by.institution.id)
      .select(['url', 'secret', 'sealed_secret', 'previous_until'])
      .forUpdate()
      .executeTakeFirst()
    if (row === undefined) throw webhookNotFound()
    if (until !== null && row.previous_until !== null && row.previous_until > at) {
      throw new Problem(
        409,
        'webhook-secret-just-renewed',
        'Calls are still signed with the secret before the present one. Wait until that is over, or end both at once.',
      )
    }
    // One from before the centre sealed them serves on as well.
    const before = row.sealed_secret ?? (row.secret && (await sealedSecret(centre, id, row.secret)))
    await trx
      .updateTable('webhook')
      .set({ secret: null, sealed_secret: sealed })
      .set({ previous_secret: until === null ? null : before, previous_until: until })
      .where('id', '=', id)
      .execute()
    const details = { webhook: id, host: new URL(row.url).host, hours }
    await centre.audit.record(trx, { at, actor: by, action: 'webhook.secret', details })
  })
  return { secret: secretInWords(secret), previousUntil: until?.toISOString() ?? null }
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
  centre: Pick<Centre, 'db' | 'clock' | 'config' | 'log'>,
  by: Member,
  id: string,
  signal: AbortSignal,
): Promise<Attempt> {
  const { db, clock } = centre
  const webhook = await db
    .selectFrom('webhook')
    .where('id', '=', id)
    .where('institution_id', '=', by.institution.id)
    .select(['id', 'url', 'secret', 'sealed_secret', 'previous_secret', 'previous_until'])
    .executeTakeFirst()
  if (webhook === undefined) throw webhookNotFound()
  return await attemptCall(centre, webhook, { id: newId(), type: TRIAL, at: clock(), data: {} }, signal)
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
