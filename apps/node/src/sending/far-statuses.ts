/**
 * What becomes of messages at the far side, as the sender's page shows it. The centre tells by itself; what it told while
 * its stream of events was broken is asked for when the stream stands again.
 */
import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { CentreConnection } from '../centre/connection.ts'
import type { OutgoingQueue } from '../state/outgoing.ts'

/** The centre's clock may be behind the node's. */
const CLOCKS_DIFFER_MS = 24 * 3_600_000

const TRY_AGAIN_MS = 30_000

export interface FarStatusParts {
  readonly queue: OutgoingQueue
  readonly connection: CentreConnection
  readonly log: Logger
  readonly signal: AbortSignal
}

interface SentDeliveries {
  readonly items: readonly { readonly message: string; readonly status: string }[]
}

export class FarStatuses {
  readonly #parts: FarStatusParts
  #asking: Promise<void> | undefined
  #isAskedAgain = false

  constructor(parts: FarStatusParts) {
    this.#parts = parts
  }

  /** Of all that the centre has and that may still move. What fails is asked for again after a while. */
  ask(): void {
    if (this.#asking !== undefined) {
      this.#isAskedAgain = true
      return
    }
    this.#asking = this.#askUntilAnswered().finally(() => {
      this.#asking = undefined
      const isAskedAgain = this.#isAskedAgain
      this.#isAskedAgain = false
      if (isAskedAgain) this.ask()
    })
  }

  async #askUntilAnswered(): Promise<void> {
    const { log, signal } = this.#parts
    while (!signal.aborted) {
      try {
        return await this.#askOnce()
      } catch (error) {
        if (signal.aborted) return
        log.warn({ err: error }, 'the centre does not tell what became of messages')
        await delay(TRY_AGAIN_MS, undefined, { signal }).catch(() => undefined)
      }
    }
  }

  async #askOnce(): Promise<void> {
    const { queue, connection, signal } = this.#parts
    const before = queue.unsettled()
    const [oldest] = before
    if (oldest === undefined) return
    const known = new Map(before.map((each) => [each.messageId, each]))
    const from = new Date(oldest.createdMs - CLOCKS_DIFFER_MS).toISOString()
    const { items } = await connection.call<SentDeliveries>({
      signal,
      path: `/api/nodes/own/sent?from=${encodeURIComponent(from)}`,
    })
    for (const { message, status } of items) {
      const outgoing = known.get(message)
      // What was told since the question is newer than the answer.
      const isOvertaken = outgoing !== undefined && queue.find(outgoing.id)?.farStatus !== outgoing.farStatus
      if (outgoing !== undefined && !isOvertaken) queue.setFarStatus(outgoing.id, status)
    }
  }
}
