/**
 * Deliveries to the PACS: fetched, stored while they come, committed, and told truly to the centre. `stored` is said when the PACS has
 * answered for every instance that it has it; what it refused is named with its own status, and the rest goes on.
 */
import { randomUUID } from 'node:crypto'
import { mkdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { type Commitment, isDone } from '@epacs/dicom/network'
import type { Logger } from 'pino'
import { type CentreConnection, CentreProblem } from '../centre/connection.ts'
import { downloadPackage } from '../centre/download.ts'
import type { PacsConfig } from '../config/schema.ts'
import { syncFile } from '../durable-file.ts'
import { GrowingFile, wholeFile } from '../growing-file.ts'
import type { Incoming, IncomingQueue } from '../state/incoming.ts'
import { NotWhatTheCentreTook } from './checked-instance.ts'
import { listInstances, packagePath } from './fetching.ts'
import { askForCommitment } from './pacs.ts'
import { type Prepare, storeWaiting } from './storing.ts'

/** A PACS that has not reported by then never will; what it stored stays stored. */
const COMMITMENT_WITHIN_MS = 3_600_000
/** What is not at the PACS so long after the last byte came is told to be here. */
const SLOW_MS = 500

export interface ReceivingParts {
  readonly queue: IncomingQueue
  readonly folder: string
  readonly connection: CentreConnection
  readonly pacs: PacsConfig
  readonly log: Logger
  readonly prepare?: Prepare
}

export class Receiving {
  readonly #parts: ReceivingParts

  constructor(parts: ReceivingParts) {
    this.#parts = parts
  }

  /** One step. What fails is tried again later; what `signal` cuts goes on from there. */
  async advance({ messageId, state }: Incoming, signal: AbortSignal): Promise<void> {
    const { queue, log } = this.#parts
    try {
      if (state === 'waiting') await this.#fetch(messageId, signal)
      else if (state === 'storing') await this.#store(messageId, signal)
      else if (state === 'cancelling') await this.#cancel(messageId)
      // The time for the report has passed.
      else await this.#settle(messageId)
    } catch (error) {
      if (signal.aborted) return
      if (isForOthers(error)) {
        log.warn({ err: error, message: messageId }, 'a delivery is not for this node any more')
        queue.move(messageId, 'gone', error.message)
        return await this.#letGo(messageId)
      }
      log.warn({ err: error, message: messageId }, 'receiving is tried again later')
      queue.postpone(messageId, error instanceof Error ? error.message : String(error))
    }
  }

  /** On whatever association it came. */
  committed({ transactionUid, done, failed }: Commitment): void {
    const { queue, log } = this.#parts
    const incoming = queue.withCommitment(transactionUid)
    if (incoming === undefined || incoming.state !== 'committing') return
    const committed = new Set(done.map(({ sopInstanceUid }) => sopInstanceUid))
    for (const { position, sopInstanceUid, status, comment } of queue.instances(
      incoming.messageId,
      'stored',
    )) {
      if (committed.has(sopInstanceUid)) {
        queue.answered(incoming.messageId, position, { state: 'committed', status, comment })
      }
    }
    log.info({ message: incoming.messageId, done: done.length, failed: failed.length }, 'commitment reported')
    queue.awaitCommitment(incoming.messageId, transactionUid, 0)
  }

  /** What is here of it goes to the PACS while the rest comes. */
  async #fetch(messageId: string, signal: AbortSignal): Promise<void> {
    const { connection, queue, folder, log } = this.#parts
    await mkdir(join(folder, messageId), { recursive: true, mode: 0o700 })
    // Answered before the PACS gets anything: another node of the institution may have been first.
    await Promise.all([this.#report(messageId, null, 'goes-on'), listInstances(messageId, connection, queue)])
    const file = new GrowingFile(packagePath(folder, messageId))
    const ending = new AbortController()
    const early = storeWaiting(messageId, file, this.#parts, AbortSignal.any([signal, ending.signal])).catch(
      (error: unknown) => {
        if (signal.aborted || ending.signal.aborted || file.isSpoilt) return
        // What could not be stored now is stored when all of it is here, with the pauses that a PACS gets.
        log.info({ err: error, message: messageId }, 'not stored while it comes')
        return error
      },
    )
    try {
      await downloadPackage(connection, messageId, file, signal)
    } catch (error) {
      ending.abort(new Error('the package does not come'))
      await early
      throw error
    }
    // The sender sees that it is here, unless it is at the PACS at once: that says more.
    const isSlow = await Promise.race([early.then(() => false), delay(SLOW_MS, true, { signal, ref: false })])
    if (isSlow || queue.count(messageId).waiting > 0) {
      await syncFile(file.path)
      await this.#report(messageId, 'forwarded', 'goes-on')
    }
    const isUnsound = (await early) instanceof NotWhatTheCentreTook
    queue.move(messageId, 'storing')
    if (isUnsound) throw new Error('the disk of the node is not sound')
    // Without another turn of the queue.
    await this.#store(messageId, signal)
  }

  async #store(messageId: string, signal: AbortSignal): Promise<void> {
    const { queue, folder, pacs } = this.#parts
    const { size } = await stat(packagePath(folder, messageId))
    const file = wholeFile(packagePath(folder, messageId), size)
    const trouble = await storeWaiting(messageId, file, this.#parts, signal)
    if (trouble !== undefined) {
      await this.#report(messageId, 'forwarded', 'goes-on')
      return queue.postpone(messageId, trouble)
    }
    const { stored, refused } = queue.count(messageId)
    if (!pacs.commitment || stored === 0) return await this.#settle(messageId)
    if (refused === 0) await this.#report(messageId, 'stored', 'goes-on')
    await this.#askForCommitment(messageId)
  }

  async #askForCommitment(messageId: string): Promise<void> {
    const { queue, pacs } = this.#parts
    // PS3.5 §B.2: a UID from a UUID.
    const transactionUid = `2.25.${BigInt(`0x${randomUUID().replaceAll('-', '')}`)}`
    queue.awaitCommitment(messageId, transactionUid, Date.now() + COMMITMENT_WITHIN_MS)
    const instances = queue
      .instances(messageId, 'stored')
      .map(({ sopClassUid, sopInstanceUid }) => ({ sopClassUid, sopInstanceUid }))
    const { status, errorComment = '' } = await askForCommitment(
      pacs,
      { transactionUid, instances },
      (result) => this.committed(result),
    )
    if (isDone(status)) return
    // Stored it is all the same: that is said the next time.
    throw new Error(`The PACS does not want to commit: ${status.toString(16)} ${errorComment}`.trim())
  }

  /** Nothing more is done about it: the centre is told what came of it, then its bytes are let go. */
  async #settle(messageId: string): Promise<void> {
    const { queue, log } = this.#parts
    const { stored, refused, committed } = queue.count(messageId)
    const isWhole = refused === 0
    await this.#report(
      messageId,
      isWhole && stored === 0
        ? committed > 0
          ? 'committed'
          : 'forwarded'
        : isWhole
          ? 'stored'
          : 'forwarded',
      'settled',
    )
    queue.move(
      messageId,
      'done',
      isWhole ? null : `The PACS refused ${refused} of ${stored + refused + committed} images`,
    )
    log.info({ message: messageId, stored: stored + committed, committed, refused }, 'at the PACS')
    await this.#letGo(messageId)
  }

  /** The PACS keeps what it has, the mailbox at the centre all of it. */
  async #cancel(messageId: string): Promise<void> {
    const { queue, log } = this.#parts
    const { stored, committed } = queue.count(messageId)
    try {
      await this.#report(messageId, null, 'settled')
    } catch (error) {
      if (!isForOthers(error)) throw error
    }
    const atPacs = `${stored + committed} of its images are at the PACS`
    queue.move(messageId, 'cancelled', `Cancelled at the page of the node; ${atPacs}.`)
    log.warn({ message: messageId, stored: stored + committed }, 'cancelled')
    await this.#letGo(messageId)
  }

  /** `status` null: it stays as it is. */
  async #report(
    messageId: string,
    status: 'forwarded' | 'stored' | 'committed' | null,
    how: 'goes-on' | 'settled',
  ): Promise<void> {
    const { queue, connection } = this.#parts
    const { stored, committed } = queue.count(messageId)
    const refused = queue.instances(messageId, 'refused').map((each) => ({
      sopInstanceUid: each.sopInstanceUid,
      status: each.status,
      comment: each.comment.slice(0, 200),
    }))
    await connection.call({
      method: 'PUT',
      path: `/api/nodes/own/deliveries/${messageId}`,
      json: { status, stored: stored + committed, refused, settled: how === 'settled' },
    })
  }

  async #letGo(messageId: string): Promise<void> {
    await rm(join(this.#parts.folder, messageId), { recursive: true, force: true })
    this.#parts.queue.forgetInstances(messageId)
  }
}

/** The data was deleted, or another node has taken it on. */
function isForOthers(error: unknown): error is CentreProblem {
  return error instanceof CentreProblem && [404, 409, 410].includes(error.status)
}
