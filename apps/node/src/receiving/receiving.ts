/** Deliveries to the PACS: fetched, stored while they come, committed, and told truly to the centre. Each step of one, and its end. */
import type { Commitment } from '@epacs/dicom/network'
import { CentreProblem, pauseAfter } from '../centre/connection.ts'
import type { Incoming } from '../state/incoming.ts'
import { CommitmentAsking } from './asking-for-commitment.ts'
import { FetchingDelivery } from './fetching-delivery.ts'
import { PacsReach } from './pacs-reach.ts'
import type { ReceivingParts } from './receiving-parts.ts'
import { Reporting } from './reporting.ts'
import { NO_PACS, StoringDelivery } from './storing-delivery.ts'

/** With the pauses in between about as long. */
const MOST_ASKED = 18

export class Receiving {
  readonly #parts: ReceivingParts
  readonly #reach = new PacsReach()
  readonly #commitment: CommitmentAsking
  readonly #reporting: Reporting
  readonly #fetching: FetchingDelivery
  readonly #storing: StoringDelivery

  constructor(parts: ReceivingParts) {
    this.#parts = parts
    const reach = this.#reach
    const reporting = new Reporting(parts)
    this.#reporting = reporting
    this.#commitment = new CommitmentAsking({ ...parts, reach })
    this.#storing = new StoringDelivery({ ...parts, reach, commitment: this.#commitment, reporting })
    this.#fetching = new FetchingDelivery({ ...parts, storingDelivery: this.#storing, reporting })
  }

  /** One step. What fails is tried again later; what `signal` cuts goes on from there. */
  async advance(incoming: Incoming, signal: AbortSignal): Promise<void> {
    const { queue, log } = this.#parts
    const { messageId, state } = incoming
    try {
      if ((state === 'waiting' || state === 'storing') && this.#parts.storing().pacs.length === 0)
        queue.postpone(messageId, NO_PACS)
      else if (state === 'waiting') await this.#bring(incoming, signal)
      else if (state === 'storing') await this.#storing.store(incoming, signal)
      else if (state === 'cancelling') await this.#cancel(messageId, signal)
      // It could not be asked for.
      else if (incoming.attempts > 0 && incoming.attempts < MOST_ASKED)
        await this.#commitment.ask(messageId, signal)
      // The report has come, or the time for it has passed.
      else await this.#storing.settle(messageId, signal)
    } catch (error) {
      if (signal.aborted) return
      if (isForOthers(error)) {
        log.warn({ err: error, message: messageId }, 'a delivery is not for this node any more')
        queue.move(messageId, 'gone', error.message)
        await this.#parts.holding.drop(messageId)
        return await this.#storing.letGo(messageId)
      }
      log.warn({ err: error, message: messageId }, 'receiving is tried again later')
      queue.postpone(messageId, error instanceof Error ? error.message : String(error), pauseAfter(error))
    } finally {
      this.#parts.transfers.end(messageId)
    }
  }

  /** Names of those that did not answer when they were called last, or broke off. */
  get pacsAway(): ReadonlySet<string> {
    return this.#reach.away
  }

  /** Nobody waits any more for one that did not answer. */
  callAllPacs(): void {
    this.#reach.callAll()
  }

  /** No association to ask for commitment stays. */
  stop(): void {
    this.#commitment.stop()
  }

  /** A PACS has reported. */
  committed(commitment: Commitment): void {
    this.#commitment.reported(commitment)
  }

  async #bring(incoming: Incoming, signal: AbortSignal): Promise<void> {
    const next = await this.#fetching.fetch(incoming, signal)
    // Without another turn of the queue.
    if (next === 'is-here') await this.#storing.store(incoming, signal)
  }

  /** The PACS keeps what it has, the mailbox at the centre all of it. */
  async #cancel(messageId: string, signal: AbortSignal): Promise<void> {
    const { queue, log } = this.#parts
    const { stored, committed } = queue.count(messageId)
    try {
      await this.#reporting.report(messageId, null, 'settled', signal)
    } catch (error) {
      if (!isForOthers(error)) throw error
    }
    const atPacs = `${stored + committed} of its images are at the PACS`
    queue.move(messageId, 'cancelled', `Cancelled at the page of the node; ${atPacs}.`)
    log.warn({ message: messageId, stored: stored + committed }, 'cancelled')
    await this.#parts.holding.drop(messageId)
    await this.#storing.letGo(messageId)
  }
}

/** The data was deleted, or another node has taken it on. */
function isForOthers(error: unknown): error is CentreProblem {
  return error instanceof CentreProblem && [404, 409, 410].includes(error.status)
}
