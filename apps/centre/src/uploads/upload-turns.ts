/**
 * Institutions take turns: of one of them so many requests that create or continue uploads are worked on at a time, and
 * its others wait, unread. Somebody of another one then stands behind a few of them, and not behind as many as a
 * client has connections.
 */
import { Problem } from '../http/index.ts'

export interface TurnLimits {
  readonly atOnce: number
  /** After that the next one begins all the same: a body that comes slowly takes nothing of the others. */
  readonly longestMs: number
  /** Of an institution; more are refused. */
  readonly waiting: number
}

/** Requests mostly wait for the disk, together: with four at once, syncs of 15 ms let through half of what eight do. */
export const TURN_LIMITS: TurnLimits = { atOnce: 8, longestMs: 50, waiting: 500 }

interface Line {
  taken: number
  readonly waiting: (() => void)[]
}

export class UploadTurns {
  readonly #limits: TurnLimits
  readonly #lines = new Map<string, Line>()

  constructor(limits: TurnLimits) {
    this.#limits = limits
  }

  /** @throws Problem 503 */
  async during<T>(institutionId: string, work: () => Promise<T>): Promise<T> {
    const line = this.#lines.get(institutionId) ?? { taken: 0, waiting: [] }
    this.#lines.set(institutionId, line)
    await this.#turn(line)
    let isOver = false
    const end = () => {
      if (isOver) return
      isOver = true
      const next = line.waiting.shift()
      // It is handed on, after what others have sent meanwhile was read.
      if (next !== undefined) setImmediate(next)
      else if (--line.taken === 0) this.#lines.delete(institutionId)
    }
    const longest = setTimeout(end, this.#limits.longestMs)
    try {
      return await work()
    } finally {
      clearTimeout(longest)
      end()
    }
  }

  async #turn(line: Line): Promise<void> {
    if (line.taken < this.#limits.atOnce) {
      line.taken++
      return
    }
    if (line.waiting.length >= this.#limits.waiting) {
      const detail = 'Too many uploads of your institution are being received at once. Try again soon.'
      throw new Problem(503, 'too-many-at-once', detail)
    }
    await new Promise<void>((resolve) => line.waiting.push(resolve))
  }
}
