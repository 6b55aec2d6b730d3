/**
 * One look at what was chosen, as the page sees it: files go to a worker, what it finds comes back now and then. Knows
 * nothing of React.
 */
import type { Choice, Found } from '@epacs/intake/looking'
import { type ChosenFile, type ChosenItem, filesOfItems } from '../sending/chosen-item.ts'
import type { FromWorker, ToWorker } from './look-messages.ts'

export type LookPhase =
  /** Nothing was chosen. */
  | 'idle'
  | 'looking'
  | 'done'
  /** The sender did not want to wait. */
  | 'skipped'
  | 'failed'

export interface LookState {
  readonly phase: LookPhase
  /** Those in archives one by one. */
  readonly filesDone: number
  readonly found: Found | undefined
}

/** Handed over at a time: for each file the browser looks at the disk, and the page waits. */
const filesAtOnce = 20
const nothing: LookState = { phase: 'idle', filesDone: 0, found: undefined }

export class Look {
  readonly #listeners = new Set<() => void>()
  #worker: Worker | undefined
  #files: readonly ChosenFile[] = []
  #handedOver = 0
  #isHandingOver = false
  #onChosen: ((choice: Choice | undefined) => void) | undefined
  #state = nothing

  readonly getState = (): LookState => this.#state

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** What is chosen now. More of it is looked at besides; with something taken out, the look begins anew. */
  setItems(items: readonly ChosenItem[]): void {
    const files = filesOfItems(items)
    const isMore = this.#files.every(({ file }, index) => files[index]?.file === file)
    if (isMore && files.length === this.#files.length) return
    if (!isMore) this.close()
    if (files.length === 0) return
    this.#files = files
    if (this.#state.phase === 'skipped' || this.#state.phase === 'failed') return
    this.#set({ ...this.#state, phase: 'looking' })
    void this.#handOver(this.#worker ?? this.#startWorker())
  }

  /** What was found so far stays; nothing can be left out any more. */
  skip(): void {
    this.#stop('skipped')
  }

  /** What travels when these series do not; undefined when the look came to another end, as its state then says. */
  choose(leftOut: ReadonlySet<string>): Promise<Choice | undefined> {
    return new Promise((resolve) => {
      if (!this.#worker || this.#state.phase !== 'done') return resolve(undefined)
      this.#onChosen = resolve
      this.#say(this.#worker, { kind: 'choose', leftOut: [...leftOut] })
    })
  }

  close(): void {
    this.#stop('idle')
    this.#files = []
    this.#handedOver = 0
    this.#set(nothing)
  }

  #startWorker(): Worker {
    const worker = new Worker(new URL('./look-worker.ts', import.meta.url), { type: 'module' })
    worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => this.#hear(worker, data))
    worker.addEventListener('error', () => this.#hear(worker, { kind: 'failed' }))
    this.#worker = worker
    return worker
  }

  async #handOver(worker: Worker): Promise<void> {
    if (this.#isHandingOver) return
    this.#isHandingOver = true
    while (this.#worker === worker && this.#handedOver < this.#files.length) {
      const files = this.#files.slice(this.#handedOver, this.#handedOver + filesAtOnce)
      this.#handedOver += files.length
      const isLast = this.#handedOver === this.#files.length
      this.#say(worker, { kind: 'look', files: files.map(({ path, file }) => ({ path, file })), isLast })
      // The page answers in between.
      await new Promise((resolve) => setTimeout(resolve))
    }
    this.#isHandingOver = false
    if (this.#worker && this.#worker !== worker) void this.#handOver(this.#worker)
  }

  #say(worker: Worker, message: ToWorker): void {
    worker.postMessage(message)
  }

  #hear(worker: Worker, message: FromWorker): void {
    if (worker !== this.#worker) return
    switch (message.kind) {
      case 'found': {
        const { found, filesDone, filesSeen, isOver } = message
        const isAll = isOver && filesSeen === this.#files.length
        this.#set({ phase: isAll ? 'done' : 'looking', filesDone, found })
        return
      }
      case 'chosen':
        this.#onChosen?.(message.choice)
        this.#onChosen = undefined
        return
      case 'failed':
        this.#stop('failed')
    }
  }

  #stop(phase: LookPhase): void {
    this.#worker?.terminate()
    this.#worker = undefined
    this.#onChosen?.(undefined)
    this.#onChosen = undefined
    this.#set({ ...this.#state, phase })
  }

  #set(state: LookState): void {
    this.#state = state
    for (const listener of this.#listeners) listener()
  }
}
