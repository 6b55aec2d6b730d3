/** Does what is due, a few things at once, until it is stopped. What is due is asked of the queue each time. */
const LOOK_EVERY_MS = 1000

export interface Work<Item> {
  /** @param busy ids of what is being worked on */
  readonly next: (busy: ReadonlySet<string>) => Item | undefined
  readonly idOf: (item: Item) => string
  /** Keeps its failures to itself. */
  readonly work: (item: Item) => Promise<void>
  readonly atOnce: number
}

export class WorkLoop<Item> {
  readonly #work: Work<Item>
  readonly #busy = new Map<string, Promise<void>>()
  #timer: NodeJS.Timeout | undefined
  #isStopped = false

  constructor(work: Work<Item>) {
    this.#work = work
  }

  start(): void {
    this.#timer = setInterval(() => this.look(), LOOK_EVERY_MS)
    this.look()
  }

  /** Something may be due now. */
  look(): void {
    const { next, idOf, work, atOnce } = this.#work
    while (!this.#isStopped && this.#busy.size < atOnce) {
      const item = next(new Set(this.#busy.keys()))
      if (item === undefined) return
      const id = idOf(item)
      const done = work(item).finally(() => {
        this.#busy.delete(id)
        this.look()
      })
      this.#busy.set(id, done)
    }
  }

  /** Resolves when nothing is under way any more; who aborts the work makes that soon. */
  async stop(): Promise<void> {
    this.#isStopped = true
    clearInterval(this.#timer)
    await Promise.allSettled(this.#busy.values())
  }
}
