/**
 * The job that turns a message's uploads into a delivered package, or rejects it.
 *
 * Killed at any moment, it loses nothing and shows nothing half: the package is written in a work folder, made
 * durable in its final place, and only then named by the one transaction that delivers the message to all
 * recipients. A package that no message names is swept; an attempt that was cut short begins anew, since the
 * uploads stay until the message has come to an end.
 */
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { IntakeResult } from '@epacs/intake'
import { currentTraceparent, within } from '@epacs/tracing'
import { sql } from 'kysely'
import type { Centre } from '../centre.ts'
import { reachPoint } from '../crash-points.ts'
import { isDatabaseAway } from '../database/index.ts'
import { compareDeclared } from '../declared/index.ts'
import { endToEndOf } from '../end-to-end/index.ts'
import { forwardedContents, putForwarded, takeForwarded } from '../forwarding/index.ts'
import { manifestOf } from '../proof/index.ts'
import { type PackageKey, StoreError } from '../storage/index.ts'
import { NotAtHandError } from '../uploads/index.ts'
import { deliver } from './deliver.ts'
import { progressReporter } from './progress.ts'
import { reject } from './reject.ts'
import { removeUnneeded } from './sweep.ts'
import { takeEndToEnd } from './take-end-to-end.ts'
import { takeReceived } from './take-received.ts'

const DATABASE_LOOK_MS = 1000

export interface CheckingContext {
  readonly centre: Centre
  /** Aborted when the centre stops: the attempt then does not count. */
  readonly signal: AbortSignal
}

export async function checkMessage(context: CheckingContext, messageId: string): Promise<void> {
  const { centre, signal } = context
  const message = await beginAttempt(centre, messageId)
  if (message === undefined) return
  const { maxAttempts } = centre.config.intake
  if (message.attempt > maxAttempts) {
    // The last attempt did not even live to say why it failed.
    return await reject(centre, messageId, { problem: 'centre-failure', files: [] })
  }
  try {
    await traced(centre, message, () => attempt(context, message))
  } catch (error) {
    if (signal.aborted) {
      await forgetAttempt(centre, messageId)
      throw error
    }
    // What a store refuses (an outage, rights that were taken away), or a full disk, is nobody's failure: the message waits.
    const isAwaited = error instanceof NotAtHandError && isYoung(centre, message)
    if (isAwaited || (error instanceof StoreError && !error.isFull)) {
      await forgetAttempt(centre, messageId)
      throw error
    }
    // Nor is what the database did not answer.
    if (isDatabaseAway(error)) {
      await forgottenWhenItIsBack(context, messageId)
      throw error
    }
    // Cancelled meanwhile: its uploads may be gone under our hands, and nobody waits for the result.
    if (!(await isStillChecking(centre, messageId))) return
    if (message.attempt < maxAttempts) throw error
    centre.log.error({ err: error, messageId }, 'intake gave up')
    const problem = isOutOfSpace(error) ? 'centre-out-of-space' : 'centre-failure'
    await reject(centre, messageId, { problem, files: [] })
  }
}

/** In the trace of the message, whatever was its last upload's. */
async function traced(centre: Centre, message: CheckedMessage, work: () => Promise<void>): Promise<void> {
  const { tracing } = centre
  const keys = [message.idempotencyKey, message.id]
  const attributes = { 'epacs.message.id': message.id }
  const span = tracing.begin('check message', {
    under: tracing.ofMessage(keys),
    links: [currentTraceparent()],
    attributes: { ...attributes, 'epacs.attempt': message.attempt },
  })
  await within(span, work)
  tracing.endMessage(keys, message.createdAt, attributes)
}

interface CheckedMessage {
  readonly id: string
  readonly idempotencyKey: string | null
  readonly senderInstitutionId: string
  readonly allOrNothing: boolean
  readonly attempt: number
  readonly createdAt: Date
}

/** What is not at hand for so long will not come: its sender is told, and the space that is kept for it is free. */
const AT_HAND_WITHIN_MS = 7 * 24 * 3_600_000

function isYoung(centre: Centre, { createdAt }: CheckedMessage): boolean {
  return centre.clock().getTime() - createdAt.getTime() < AT_HAND_WITHIN_MS
}

async function attempt({ centre, signal }: CheckingContext, message: CheckedMessage): Promise<void> {
  const forwarded = await forwardedContents(centre.db, message.id)
  const sealed = await endToEndOf(centre.db, message.id)
  const folder = await centre.store.createWorkFolder(message.id)
  try {
    const places = { packagePath: join(folder, 'package.zip'), indexPath: join(folder, 'index') }
    await reachPoint('intake.begun')
    const options = {
      ...places,
      workFolder: folder,
      files: centre.store.files,
      allOrNothing: message.allOrNothing,
      signal,
      onProgress: progressReporter(centre, message.id, message.senderInstitutionId),
    }
    const result =
      sealed !== undefined
        ? await takeEndToEnd(centre, message.id, sealed, options)
        : forwarded === undefined
          ? await takeReceived(centre, message.id, options)
          : await takeForwarded(centre, forwarded, options)
    await reachPoint('intake.package-written')
    const source = forwarded?.studies === null ? forwarded.source : undefined
    await finish(centre, message, result, source ?? places, sealed?.instances)
  } finally {
    await centre.store.removeWorkFolder(folder)
  }
}

async function finish(
  centre: Centre,
  message: CheckedMessage,
  result: IntakeResult,
  from: { packagePath: string; indexPath: string } | PackageKey,
  endToEndInstances: number | undefined,
): Promise<void> {
  if (result.package === null) return await reject(centre, message.id, result)
  const key = { messageId: message.id, sha256: result.package.sha256 }
  try {
    if ('packagePath' in from) await centre.store.put(key, from)
    else await putForwarded(centre, from, key)
  } catch (error) {
    // It may be stored all the same. The message goes on to make the very same, unless it has ended meanwhile.
    await centre.jobs.add(centre.db, 'delete-unnamed-packages', { messageId: message.id })
    throw error
  }
  await reachPoint('intake.package-stored')
  const manifest = await manifestOf(centre, key, result.package.sizeBytes, endToEndInstances)
  const arrived = await compareDeclared(centre, key)
  const delivered = await deliver(centre, message.id, { result, manifest, arrived })
  // Another attempt, taken for dead too early, may have made the very same package and delivered it.
  if (!delivered) await removeUnneeded(centre, [key])
}

/** Counts the attempt before it begins. Undefined: nothing to do, the message has moved on. */
async function beginAttempt(centre: Centre, messageId: string): Promise<CheckedMessage | undefined> {
  const row = await centre.db
    .updateTable('message')
    .set({ intake_attempts: sql`intake_attempts + 1` })
    .where('id', '=', messageId)
    .where('status', '=', 'checking')
    .returning([
      'sender_institution_id',
      'all_or_nothing',
      'intake_attempts',
      'created_at',
      'idempotency_key',
    ])
    .executeTakeFirst()
  if (row === undefined) return undefined
  return {
    id: messageId,
    senderInstitutionId: row.sender_institution_id,
    allOrNothing: row.all_or_nothing,
    attempt: row.intake_attempts,
    createdAt: row.created_at,
    idempotencyKey: row.idempotency_key,
  }
}

async function isStillChecking(centre: Centre, messageId: string): Promise<boolean> {
  const row = await centre.db
    .selectFrom('message')
    .where('id', '=', messageId)
    .select('status')
    .executeTakeFirst()
  return row?.status === 'checking'
}

/** For as long as it is away, unless this process ends first: then the attempt counts, and the next start goes on. */
async function forgottenWhenItIsBack({ centre, signal }: CheckingContext, messageId: string): Promise<void> {
  for (;;) {
    try {
      return await forgetAttempt(centre, messageId)
    } catch (error) {
      if (!isDatabaseAway(error)) throw error
      await delay(DATABASE_LOOK_MS, undefined, { signal })
    }
  }
}

async function forgetAttempt(centre: Centre, messageId: string): Promise<void> {
  await centre.db
    .updateTable('message')
    .set({ intake_attempts: sql`greatest(intake_attempts - 1, 0)` })
    .where('id', '=', messageId)
    .execute()
}

function isOutOfSpace(error: unknown): boolean {
  if (error instanceof StoreError) return error.isFull
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')
}
