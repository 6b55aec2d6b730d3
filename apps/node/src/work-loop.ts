/** Does what is due, a few things at once, until it is stopped. What is due is asked of the queue each time. */
const LOOK_EVERY_MS = 1000

export interface Work<Item> {
  /** @param busy ids of what is being worked on */
  readonly next: (busy: ReadonlySet<string>) => Item | undefined
  readonly idOf: (item: Item) => string
  /** Keeps its failures to itself, and ends soon when `signal` aborts. */
  readonly work: (item: Item, signal: AbortSignal) => Promise<void>
  readonly atOnce: number
  /** Something has ended. */
  readonly onDone?: () => void
}

export class WorkLoop<Item> {
  readonly #work: Work<Item>
  readonly #busy = new Map<string, { readonly done: Promise<void>; readonly cutting: AbortController }>()
  #timer: NodeJS.Timeout | undefined
  #isStopped = false

  constructor(work: Work<Item>) {
    this.#work = work
  }

  start(): void {
    this.#timer = setInterval(() => this.look(), LOOK_EVERY_MS)
    this.look()
  }

  get busy(): ReadonlySet<string> {
    return new Set(this.#busy.keys())
  }

  /** Something may be due now. */
  look(): void {
    const { next, idOf, work, atOnce } = this.#work
    while (!this.#isStopped && this.#busy.size < atOnce) {
      const item = next(this.busy)
      if (item === undefined) return
      const id = idOf(item)
      const cutting = new AbortController()
      const done = work(item, cutting.signal).finally(() => {
        this.#busy.delete(id)
        this.look()
        this.#work.onDone?.()
      })
      this.#busy.set(id, { done, cutting })
    }
  }

  /** Resolves when nobody works on it; whether that begins again is the queue's to say, which must have been told. */
  async cut(id: string): Promise<void> {
    const busy = this.#busy.get(id)
    busy?.cutting.abort(new Error('it is held'))
    await busy?.done
  }

  /** As `cut`, for all that is under way. */
  async cutAll(): Promise<void> {
    await Promise.all([...this.#busy.keys()].map(async (id) => await this.cut(id)))
  }

  /** Resolves when nothing is under way any more. */
  async stop(): Promise<void> {
    this.#isStopped = true
    clearInterval(this.#timer)
    await this.cutAll()
  }
}
