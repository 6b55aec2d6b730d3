/** What waits for a webhook is called in order; what is not taken is called again, with growing pauses. */
import type { Selectable } from 'kysely'
import type { Centre } from '../centre.ts'
import type { Database } from '../database/index.ts'
import { attemptCall } from './attempt.ts'
import type { Attempt } from './post.ts'
import { wakeAt } from './queue.ts'
import { tellPaused } from './tell-paused.ts'

/** As the specification's schedule; the last one again and again. */
const PAUSES_SECONDS = [5, 60, 300, 1800, 7200, 18_000, 36_000]
/** What cannot be taken for so long pauses the webhook: its representative reads why. */
const GIVE_UP_AFTER_MS = 3 * 24 * 3_600_000
/** Then another institution's turn comes: after so many calls, or so long. */
const CALLS_AT_ONCE = 20
const CALLS_FOR_MS = 5000
/** Longer than one call may take; a process that died meanwhile holds nobody up for longer. */
const HOLD_MS = 30_000
const LOOK_AGAIN_MS = 2000

type Webhook = Selectable<Database['webhook']>
type Calling = Pick<Centre, 'db' | 'jobs' | 'clock' | 'config' | 'log'>

export async function runCalls(centre: Calling, webhookId: string, signal: AbortSignal): Promise<void> {
  const { db, clock } = centre
  const startedMs = performance.now()
  for (let made = 0; ; made++) {
    const webhook = await hold(centre, webhookId)
    if (webhook === undefined) return
    const call = await db
      .selectFrom('webhook_call')
      .where('webhook_id', '=', webhookId)
      .selectAll()
      .orderBy('position')
      .limit(1)
      .executeTakeFirst()
    if (call === undefined) return await letGo(centre, webhookId)
    const attempt = await attemptCall(centre, webhook, call, signal)
    if (attempt.problem !== null) return await noteFailure(centre, webhook, call.at, attempt)
    await db.transaction().execute(async (trx) => {
      // The webhook first, as whoever removes it does: the two would wait for each other.
      await trx
        .updateTable('webhook')
        .set({ failures: 0, problem: null, retry_at: null, busy_until: null, taken_at: clock() })
        .where('id', '=', webhookId)
        .execute()
      await trx.deleteFrom('webhook_call').where('id', '=', call.id).execute()
    })
    if (made + 1 >= CALLS_AT_ONCE || performance.now() - startedMs > CALLS_FOR_MS) {
      return await wakeAt(db, webhook, clock())
    }
  }
}

/** Undefined: it is not to be called now; where it is to be later, a job will. */
async function hold(
  { db, clock }: Pick<Centre, 'db' | 'clock'>,
  webhookId: string,
): Promise<Webhook | undefined> {
  const now = clock()
  const webhook = await db
    .updateTable('webhook')
    .set({ busy_until: new Date(now.getTime() + HOLD_MS) })
    .where('id', '=', webhookId)
    .where('paused_at', 'is', null)
    .where(({ or, eb }) => or([eb('busy_until', 'is', null), eb('busy_until', '<', now)]))
    .where(({ or, eb }) => or([eb('retry_at', 'is', null), eb('retry_at', '<=', now)]))
    .returningAll()
    .executeTakeFirst()
  if (webhook !== undefined) return webhook
  const held = await db
    .selectFrom('webhook')
    .where('id', '=', webhookId)
    .where('paused_at', 'is', null)
    .select(['id', 'institution_id', 'retry_at'])
    .executeTakeFirst()
  if (held === undefined) return undefined
  const soonest = now.getTime() + LOOK_AGAIN_MS
  await wakeAt(db, held, new Date(Math.max(held.retry_at?.getTime() ?? 0, soonest)))
  return undefined
}

async function letGo({ db }: Pick<Centre, 'db'>, webhookId: string): Promise<void> {
  await db.updateTable('webhook').set({ busy_until: null }).where('id', '=', webhookId).execute()
}

async function noteFailure(
  centre: Calling,
  { id, failures, institution_id, url }: Webhook,
  since: Date,
  { problem, isGone }: Attempt,
): Promise<void> {
  const { db, clock, log } = centre
  const now = clock()
  const isOver = isGone || now.getTime() - since.getTime() > GIVE_UP_AFTER_MS
  const pauseSeconds = PAUSES_SECONDS[Math.min(failures, PAUSES_SECONDS.length - 1)] ?? 0
  const retryAt = isOver ? null : new Date(now.getTime() + pauseSeconds * 1000)
  await db.transaction().execute(async (trx) => {
    await trx
      .updateTable('webhook')
      .set({ failures: failures + 1, problem, busy_until: null, retry_at: retryAt })
      .set(isOver ? { paused_at: now } : {})
      .where('id', '=', id)
      .execute()
    if (isOver) await tellPaused(centre, trx, { institution_id, url })
    if (retryAt !== null) await wakeAt(trx, { id, institution_id }, retryAt)
  })
  const about = { webhook: id, institution: institution_id, problem, failures: failures + 1 }
  log.warn(
    about,
    isOver ? 'a webhook is paused: its calls are not taken' : 'a call of a webhook was not taken',
  )
}
