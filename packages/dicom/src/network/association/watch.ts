/** Looks at an association now and then, and says when nothing has moved for too long. One timer, whatever happens. */
import type { AbortCause } from './association-end.ts'
import type { AssociationLimits } from './association-limits.ts'

export interface Watched {
  /** A message has begun to come, is not whole, and this side reads. */
  readonly isReceiving: boolean
  /** Bytes of messages that came, ever. */
  readonly receivedBytes: number
  /** Messages that came whole, ever. */
  readonly receivedMessages: number
  /** Bytes that wait to be taken by the system. */
  readonly unsentBytes: number
  /** Bytes that the system took, ever. */
  readonly sentBytes: number
  /** When the oldest request that is not answered was sent, by performance.now(); undefined: all are. */
  readonly waitsSince: number | undefined
  /** Something is being done or waited for, so that silence is not idleness. */
  readonly isBusy: boolean
}

const LOOKS_PER_WAIT = 4
const LONGEST_PAUSE_MS = 5_000

export class Watch {
  readonly #watched: Watched
  readonly #limits: AssociationLimits
  readonly #onTimeout: (why: AbortCause) => void
  readonly #timer: NodeJS.Timeout
  #receiving = { since: performance.now(), bytes: 0, messages: 0 }
  #sending = { since: performance.now(), bytes: 0 }
  #active = { since: performance.now(), messages: 0 }

  constructor(watched: Watched, limits: AssociationLimits, onTimeout: (why: AbortCause) => void) {
    this.#watched = watched
    this.#limits = limits
    this.#onTimeout = onTimeout
    const shortest = Math.min(limits.dimseMs, limits.idleMs) / LOOKS_PER_WAIT
    this.#timer = setInterval(() => this.#look(), Math.max(10, Math.min(shortest, LONGEST_PAUSE_MS)))
    // The socket keeps the process alive, the watch alone does not.
    this.#timer.unref()
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  #look(): void {
    const now = performance.now()
    const { dimseMs, idleMs } = this.#limits
    const { waitsSince } = this.#watched
    const isLate =
      this.#hasReceivedTooLittle(now) ||
      this.#hasSentNothing(now) ||
      (waitsSince !== undefined && now - waitsSince > dimseMs)
    if (isLate) this.#onTimeout('dimse-timeout')
    else if (this.#isIdle(now, idleMs)) this.#onTimeout('idle-timeout')
  }

  #hasReceivedTooLittle(now: number): boolean {
    const { isReceiving, receivedBytes: bytes, receivedMessages: messages } = this.#watched
    const window = this.#receiving
    if (!isReceiving || messages !== window.messages) {
      this.#receiving = { since: now, bytes, messages }
      return false
    }
    if (now - window.since <= this.#limits.dimseMs) return false
    if (bytes - window.bytes < this.#limits.minBytesPerWait) return true
    this.#receiving = { since: now, bytes, messages }
    return false
  }

  #hasSentNothing(now: number): boolean {
    const { unsentBytes, sentBytes } = this.#watched
    if (unsentBytes === 0 || sentBytes !== this.#sending.bytes) {
      this.#sending = { since: now, bytes: sentBytes }
      return false
    }
    return now - this.#sending.since > this.#limits.dimseMs
  }

  #isIdle(now: number, idleMs: number): boolean {
    const { isBusy, receivedMessages: messages } = this.#watched
    if (isBusy || messages !== this.#active.messages) this.#active = { since: now, messages }
    return now - this.#active.since > idleMs
  }
}
