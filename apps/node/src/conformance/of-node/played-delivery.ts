/** A delivery as the played centre serves it, with one thing going wrong, and what the node did about it. */
import { createHash, randomUUID } from 'node:crypto'
import type { TestStudy } from '../test-package.ts'

/** What happens to it, once. */
export type Mishap = 'cut' | 'corrupted' | 'busy' | 'others'

export interface Report {
  readonly atMs: number
  readonly status: string | null
  readonly stored: number
  readonly settled: boolean
  /** As it came. */
  readonly text: string
  /** The node had been given all of the right bytes. */
  readonly isAfterAll: boolean
  /** Whether it was answered. */
  readonly isAnswered: boolean
}

export interface Fetch {
  readonly atMs: number
  /** First byte that is asked for. */
  readonly start: number
  readonly range: string | undefined
  readonly ifMatch: string | undefined
}

const ORDER = [null, 'forwarded', 'stored', 'committed']

export class PlayedDelivery {
  readonly message = randomUUID()
  readonly study: TestStudy
  readonly mishap: Mishap
  readonly etag: string
  readonly reports: Report[] = []
  readonly fetches: Fetch[] = []
  /** When the mishap happened. */
  mishapMs: number | undefined
  #isOffered = false
  /** From there on the node has had every right byte; 0: all. */
  #missingFrom: number
  #isCutOnce = false

  constructor(study: TestStudy, mishap: Mishap) {
    this.study = study
    this.mishap = mishap
    this.etag = `"${createHash('sha256').update(study.package).digest('hex')}"`
    this.#missingFrom = 0
  }

  get isOffered(): boolean {
    return this.#isOffered && !this.isSettled && !(this.mishap === 'others' && this.mishapMs !== undefined)
  }

  get isSettled(): boolean {
    return this.reports.some(({ settled, isAnswered }) => settled && isAnswered)
  }

  get hasAll(): boolean {
    return this.#missingFrom >= this.study.package.length
  }

  offer(): void {
    this.#isOffered = true
  }

  /** Bytes up to here were given as they are, in order. */
  given(start: number, end: number): void {
    if (start <= this.#missingFrom) this.#missingFrom = Math.max(this.#missingFrom, end)
  }

  /** The first settling report of the cut one gets no answer. */
  loses(settled: boolean): boolean {
    if (this.mishap !== 'cut' || !settled || this.#isCutOnce) return false
    this.#isCutOnce = true
    return true
  }

  /** Undefined: nothing to object to. */
  get backwards(): string | undefined {
    let highest = 0
    for (const { status, stored, isAfterAll } of this.reports) {
      const at = ORDER.indexOf(status)
      if (at < 0) return `${status} is no status`
      if (at > 0 && at < highest) return `${status} came after ${ORDER[highest]}`
      highest = Math.max(highest, at)
      if (at > 0 && !isAfterAll) return `${status} was said before all bytes were there`
      if (stored > this.study.instances.length) return `${stored} stored of ${this.study.instances.length}`
      if (stored === this.study.instances.length && !isAfterAll)
        return 'all were stored before all bytes were there'
    }
    return undefined
  }
}
