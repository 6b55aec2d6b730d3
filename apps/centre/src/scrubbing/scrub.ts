/** Reads what was read longest ago, until nothing is due: one package after the other, at a bounded rate. */
import { setTimeout as delay } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Centre } from '../centre.ts'
import { queueMail } from '../mail/index.ts'
import { keepManifest, keptManifest, manifestOf } from '../proof/index.ts'
import { checkStored, type PackageKey, type StoredProblem } from '../storage/index.ts'

const DAY_MS = 24 * 3_600_000
const MIB = 1024 ** 2

export async function scrub(centre: Centre, signal: AbortSignal): Promise<void> {
  const { bytesPerSecond } = centre.config.scrub
  await takeUpMissed(centre)
  // One for all of them: many small packages are read no faster than a large one.
  const pace = pacer(bytesPerSecond, signal)
  for (let due = await nextDue(centre); due !== undefined; due = await nextDue(centre)) {
    const problem = await checkStored(centre.store, due.key, pace)
    await note(centre, due, problem)
  }
}

/** Messages that a centre of the version before delivered while both ran. */
async function takeUpMissed({ db }: Centre): Promise<void> {
  await sql`
    insert into package_check (message_id, checked_at)
    select id, created_at from message where package_sha256 is not null
      and not exists (select from package_check where message_id = message.id)
    on conflict do nothing
  `.execute(db)
}

interface Due {
  readonly key: PackageKey
  readonly sizeBytes: number
  readonly before: string | null
}

/**
 * Its turn counts as taken at once, so that no two processes read the same package; a process that dies over it leaves
 * it to the next round.
 */
async function nextDue({ db, clock, config }: Centre): Promise<Due | undefined> {
  const at = clock()
  const dueBefore = new Date(at.getTime() - config.scrub.everyDays * DAY_MS)
  for (;;) {
    const { rows } = await sql<{ message_id: string; problem: string | null }>`
      update package_check set checked_at = ${at}
      where message_id = (
        select message_id from package_check where checked_at < ${dueBefore}
        order by checked_at limit 1 for update skip locked
      )
      returning message_id, problem
    `.execute(db)
    const [row] = rows
    if (row === undefined) return undefined
    const { message_id: messageId, problem: before } = row
    const message = await db
      .selectFrom('message')
      .where('id', '=', messageId)
      .select(['package_sha256', 'size_bytes'])
      .executeTakeFirst()
    if (message?.package_sha256 != null) {
      const key = { messageId, sha256: message.package_sha256.toString('hex') }
      return { key, sizeBytes: message.size_bytes, before }
    }
    // Its data was deleted.
    await db.deleteFrom('package_check').where('message_id', '=', messageId).execute()
  }
}

async function note(
  centre: Centre,
  { key, sizeBytes, before }: Due,
  problem: StoredProblem | null,
): Promise<void> {
  const { messageId } = key
  // Of a time before manifests were signed: signed only now that its bytes are known to be those that came.
  const manifest =
    problem === null && (await keptManifest(centre.db, key)) === undefined
      ? await manifestOf(centre, key, sizeBytes)
      : undefined
  await centre.db.transaction().execute(async (trx) => {
    const message = await trx
      .selectFrom('message')
      .where('id', '=', messageId)
      .where('package_sha256', '=', Buffer.from(key.sha256, 'hex'))
      .select('id')
      .forShare()
      .executeTakeFirst()
    // Deleted while it was read, with all that was missing.
    if (message === undefined) return
    await trx.updateTable('package_check').set({ problem }).where('message_id', '=', messageId).execute()
    if (manifest !== undefined) await keepManifest(trx, key, manifest)
    if (problem === before) return
    const action = problem === null ? 'package.mended' : 'package.damaged'
    if (problem !== null) await tellOperator(centre, trx, messageId)
    const at = centre.clock()
    await centre.audit.record(trx, { at, actor: null, action, messageId, details: { problem } })
  })
  if (problem !== null) centre.log.error({ messageId, problem }, 'a stored package is not as it was written')
}

async function tellOperator(
  centre: Centre,
  trx: Parameters<typeof queueMail>[1],
  messageId: string,
): Promise<void> {
  const { contactEmail: to, operatorLanguage: language } = centre.config.registration
  if (to === null) return
  const contents = { message: messageId, link: `${centre.config.portal.publicUrl}/operations` }
  await queueMail(centre, trx, { template: 'package-damaged', language, to, contents })
}

/** Waits as long as it takes for the bytes to come at the rate, a little at a time. */
function pacer(bytesPerSecond: number, signal: AbortSignal): (bytes: number) => Promise<void> {
  let ahead = 0
  return async (bytes) => {
    signal.throwIfAborted()
    ahead += bytes
    if (ahead < Math.min(MIB, bytesPerSecond)) return
    await delay((ahead / bytesPerSecond) * 1000, undefined, { signal })
    ahead = 0
  }
}
