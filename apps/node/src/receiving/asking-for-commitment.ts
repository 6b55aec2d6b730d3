/** The PACS are asked to commit to what they have stored (PS3.4 annex J), each once; what they report is noted however late. */
import { randomUUID } from 'node:crypto'
import { AssociationError, type Commitment, isDone } from '@epacs/dicom/network'
import type { Logger } from 'pino'
import type { DicomPacsConfig, PacsConfig } from '../config/schema.ts'
import type { IncomingQueue } from '../state/incoming.ts'
import type { StoringConfig } from './choice.ts'
import { askForCommitment } from './pacs.ts'
import type { PacsReach } from './pacs-reach.ts'
import { NOT_COMMITTED } from './report.ts'

/** A PACS that has not reported by then never will; what it stored stays stored. */
const COMMITMENT_WITHIN_MS = 3_600_000

interface AskingParts {
  readonly queue: IncomingQueue
  /** That hold now. */
  readonly storing: () => StoringConfig
  readonly log: Logger
  readonly reach: PacsReach
}

export class CommitmentAsking {
  readonly #parts: AskingParts
  /** Ends associations that stay for a report, by transaction. */
  readonly #asking = new Map<string, AbortController>()
  readonly #stopping = new AbortController()

  constructor(parts: AskingParts) {
    this.#parts = parts
  }

  /** No association stays for a report, nor for a PACS that lets it wait. */
  stop(): void {
    this.#stopping.abort(new Error('the node stops'))
    for (const enough of this.#asking.values()) enough.abort()
  }

  /** On whatever association it came, and however late: the centre takes that a status moves forward. */
  reported({ transactionUid, done, failed }: Commitment): void {
    const { queue, log } = this.#parts
    this.#asking.get(transactionUid)?.abort()
    const asked = queue.pacs.withCommitment(transactionUid)
    const incoming = asked && queue.find(asked.messageId)
    if (asked === undefined || incoming === undefined) return
    const { messageId, state } = incoming
    if (state !== 'committing' && state !== 'done') return
    // Said again of what is committed already: nothing is left here that it could be told of.
    if (state === 'done' && queue.instances(messageId, 'stored', asked.pacs).length === 0) return
    const committed = new Set(done.map(({ sopInstanceUid }) => sopInstanceUid))
    const reasons = new Map(failed.map(({ sopInstanceUid, reason }) => [sopInstanceUid, reason]))
    for (const instance of queue.instances(messageId, 'stored', asked.pacs)) {
      const { sopInstanceUid, status, comment } = instance
      const reason = reasons.get(sopInstanceUid)
      if (committed.has(sopInstanceUid))
        queue.answered(messageId, instance, { state: 'committed', status, comment })
      else if (reason !== undefined)
        queue.answered(messageId, instance, { state: 'stored', status: reason, comment: NOT_COMMITTED })
    }
    queue.pacs.reported(transactionUid)
    const counts = { done: done.length, failed: failed.length }
    log.info({ message: messageId, pacs: asked.pacs, ...counts }, 'commitment reported')
    if (state === 'done' || !queue.pacs.isReportAwaited(messageId)) queue.move(messageId, 'committing')
  }

  /** Some PACS is to be asked. */
  isWanted(messageId: string): boolean {
    return this.#toAsk(messageId).length > 0
  }

  /** Of those that have stored something of it, and have not taken the request yet. */
  #toAsk(messageId: string): readonly DicomPacsConfig[] {
    const { queue, storing } = this.#parts
    return storing()
      .pacs.filter(isAskable)
      .filter(
        ({ name }) =>
          !queue.pacs.isAsked(messageId, name) && queue.instances(messageId, 'stored', name).length > 0,
      )
  }

  /** Each that has not taken the request yet. Fails when one of them could not be asked, or `signal` has ended the asking. */
  async ask(messageId: string, signal: AbortSignal): Promise<void> {
    const { queue } = this.#parts
    queue.awaitCommitment(messageId, Date.now() + COMMITMENT_WITHIN_MS)
    // PS3.5 §B.2: a UID from a UUID.
    const asked = this.#toAsk(messageId).map((pacs) => ({
      pacs,
      transactionUid: `2.25.${BigInt(`0x${randomUUID().replaceAll('-', '')}`)}`,
    }))
    // All are known before the first one reports.
    for (const { pacs, transactionUid } of asked) queue.pacs.asking(messageId, pacs.name, transactionUid)
    const results = await Promise.allSettled(
      asked.map(({ pacs, transactionUid }) => this.#ask(messageId, pacs, transactionUid, signal)),
    )
    const failed = results.find((each) => each.status === 'rejected')
    // Asked again when it is let go on: without an attempt it would pass for asked.
    if (failed !== undefined && signal.aborted && queue.find(messageId)?.state === 'committing')
      queue.postpone(messageId, 'The PACS was not asked to commit to it yet')
    // Stored it is all the same: that was said before.
    if (failed !== undefined) throw failed.reason
    queue.noteAsked(messageId)
  }

  async #ask(
    messageId: string,
    pacs: DicomPacsConfig,
    transactionUid: string,
    signal: AbortSignal,
  ): Promise<void> {
    const { queue } = this.#parts
    const instances = queue
      .instances(messageId, 'stored', pacs.name)
      .map(({ sopClassUid, sopInstanceUid }) => ({ sopClassUid, sopInstanceUid }))
    const ended = AbortSignal.any([this.#stopping.signal, signal])
    const enough = new AbortController()
    this.#asking.set(transactionUid, enough)
    enough.signal.addEventListener('abort', () => this.#asking.delete(transactionUid), { once: true })
    try {
      const { status, errorComment = '' } = await askForCommitment(pacs, {
        request: { transactionUid, instances },
        onCommitted: (result) => this.reported(result),
        enough: enough.signal,
        signal: ended,
      })
      this.#parts.reach.answered(pacs.name)
      if (isDone(status)) return queue.pacs.asked(transactionUid)
      throw new Error(`The PACS does not want to commit: ${status.toString(16)} ${errorComment}`.trim())
    } catch (error) {
      const isOfPacs = error instanceof AssociationError && !ended.aborted
      if (isOfPacs) this.#parts.reach.failed(pacs.name, error.message, 0)
      throw error
    }
  }
}

export function isAskable(pacs: PacsConfig): pacs is DicomPacsConfig {
  return pacs.by === 'c-store' && pacs.commitment
}
