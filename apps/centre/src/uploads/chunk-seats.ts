/**
 * How many chunks may be on their way into the shared store at once, in this process and of one institution: each holds
 * pieces in memory (`piece-sink.ts`) and a lock of the database. Who finds none free comes again in a moment.
 */
import { Problem } from '../http/index.ts'

export interface ChunkSeatLimits {
  readonly inAll: number
  readonly ofInstitution: number
}

export class ChunkSeats {
  readonly #limits: ChunkSeatLimits
  readonly #taken = new Map<string, number>()
  #inAll = 0

  constructor(limits: ChunkSeatLimits) {
    this.#limits = limits
  }

  /** @throws Problem 503 */
  async during<T>(institutionId: string, work: () => Promise<T>): Promise<T> {
    const own = this.#taken.get(institutionId) ?? 0
    if (this.#inAll >= this.#limits.inAll || own >= this.#limits.ofInstitution) {
      throw new Problem(
        503,
        'too-many-at-once',
        'Too many uploads are being received at once. Try again soon.',
      )
    }
    this.#inAll++
    this.#taken.set(institutionId, own + 1)
    try {
      return await work()
    } finally {
      this.#inAll--
      const left = (this.#taken.get(institutionId) ?? 1) - 1
      if (left === 0) this.#taken.delete(institutionId)
      else this.#taken.set(institutionId, left)
    }
  }
}
