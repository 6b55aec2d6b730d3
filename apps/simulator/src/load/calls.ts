/** Every call that somebody makes, how long it took, and whether it failed while nothing was away. */
import { setTimeout as delay } from 'node:timers/promises'
import { type Answer, ApiClient, type Call } from '../../../centre/src/testing/api-client.ts'

/** What is measured by itself. */
export type Sort = 'mailbox-list' | 'other'

export interface Failure {
  readonly fromMs: number
  readonly toMs: number
  readonly told: string
}

/** A time in which one process was away; times are of `Date.now()`. */
export interface Away {
  readonly fromMs: number
  /** Undefined: it still is. */
  toMs: number | undefined
}

const SERVER_ERROR = 500
const TOO_MANY = 429

export class Calls {
  readonly aways: Away[] = []
  readonly #failures: Failure[] = []
  readonly #lists: { readonly fromMs: number; readonly toMs: number }[] = []
  count = 0

  note(sort: Sort, fromMs: number, answered: number | string): void {
    const toMs = Date.now()
    this.count++
    const isRefused = typeof answered === 'string' || answered >= SERVER_ERROR || answered === TOO_MANY
    if (isRefused) this.#failures.push({ fromMs, toMs, told: `${sort}: ${answered}` })
    else if (sort === 'mailbox-list') this.#lists.push({ fromMs, toMs })
  }

  /** Something that is no call went wrong, such as a stream that broke. */
  fail(told: string, atMs = Date.now()): void {
    this.#failures.push({ fromMs: atMs, toMs: atMs, told })
  }

  /** Of calls and streams while nothing was away. */
  get failuresOutside(): readonly Failure[] {
    return this.#failures.filter((each) => !this.#isWithinAway(each))
  }

  get failuresWithin(): number {
    return this.#failures.length - this.failuresOutside.length
  }

  /** Milliseconds of each mailbox list, ascending. @param when only those while nothing was away, or all */
  listMs(when: 'nothing-away' | 'always'): readonly number[] {
    return this.#lists
      .filter((each) => when === 'always' || !this.#isWithinAway(each))
      .map(({ fromMs, toMs }) => toMs - fromMs)
      .sort((one, other) => one - other)
  }

  #isWithinAway({ fromMs, toMs }: { readonly fromMs: number; readonly toMs: number }): boolean {
    return this.aways.some((away) => fromMs <= (away.toMs ?? Number.POSITIVE_INFINITY) && toMs >= away.fromMs)
  }
}

/** Whose calls are noted, and whose line carries only so much. */
export class CountedClient extends ApiClient {
  readonly #calls: Calls
  readonly #bytesPerSecond: number

  constructor(
    origin: string,
    trust: { ca: string; cert?: string; key?: string },
    calls: Calls,
    bytesPerSecond = Number.POSITIVE_INFINITY,
  ) {
    super(origin, trust)
    this.#calls = calls
    this.#bytesPerSecond = bytesPerSecond
  }

  override async call(method: string, path: string, call: Call = {}): Promise<Answer> {
    const fromMs = Date.now()
    const sort = path.startsWith('/api/messages?') ? 'mailbox-list' : 'other'
    try {
      const answer = await super.call(method, path, call)
      this.#calls.note(sort, fromMs, answer.status)
      return answer
    } catch (error) {
      this.#calls.note(sort, fromMs, error instanceof Error ? error.message : String(error))
      throw error
    }
  }

  override async patch(
    id: string,
    offset: number,
    bytes: Uint8Array,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    await delay((1000 * bytes.length) / this.#bytesPerSecond)
    return await super.patch(id, offset, bytes, headers)
  }
}

/** The value below which `share` of them lie (nearest rank); undefined: there are none. @param sorted ascending */
export function percentile(sorted: readonly number[], share: number): number | undefined {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)]
}
