/**
 * One look at what was chosen, as the page sees it: files go to a worker, what it finds comes back now and then. Knows
 * nothing of React.
 */
import type { Choice, DeclaredStudy, Found, Place } from '@epacs/intake/looking'
import type { Picture } from '@epacs/intake/looking/picture'
import { type ChosenFile, type ChosenItem, filesOfItems } from '../sending/chosen-item.ts'
import type { FromWorker, ToWorker } from './look-messages.ts'
import { Pictures, type PictureWish } from './pictures.ts'

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

/** What travels, and the instances that are to arrive of it. */
interface Chosen {
  readonly choice: Choice
  readonly declared: readonly DeclaredStudy[]
}

/** Handed over at a time. That their sizes were asked for before makes it quick. */
const filesAtOnce = 200
const nothing: LookState = { phase: 'idle', filesDone: 0, found: undefined }

/** Of a worker, what a look needs. */
export type LookWorker = Pick<Worker, 'postMessage' | 'addEventListener' | 'terminate'>

function startLookWorker(): LookWorker {
  return new Worker(new URL('./look-worker.ts', import.meta.url), { type: 'module' })
}

export class Look {
  readonly #startWorker: () => LookWorker
  readonly #listeners = new Set<() => void>()
  #worker: LookWorker | undefined
  /** Added to in place: a copy with each of a thousand batches would be work of their square. */
  #files: ChosenFile[] = []
  /** More of them are on their way. */
  #isMoreComing = false
  #handedOver = 0
  /** The worker knows that nothing follows. */
  #isEndTold = false
  #isHandingOver = false
  readonly #pictures = new Pictures((series) => this.#locate(series))
  #onLocated: ((place: Place | undefined) => void) | undefined
  #onChosen: ((chosen: Chosen | undefined) => void) | undefined
  #state = nothing

  constructor(startWorker: () => LookWorker = startLookWorker) {
    this.#startWorker = startWorker
  }

  readonly getState = (): LookState => this.#state

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /**
   * Files that will be among the chosen ones, in their order: the look need not wait until thousands are listed. What
   * is chosen in the end says `setItems`.
   */
  readonly expect = (files: readonly ChosenFile[]): void => {
    this.#isMoreComing = true
    for (const file of files) this.#files.push(file)
    this.#lookOn()
  }

  /** What is chosen now. More of it is looked at besides; with something taken out, the look begins anew. */
  setItems(items: readonly ChosenItem[]): void {
    const files = filesOfItems(items)
    const isMore = this.#files.every(({ file }, index) => files[index]?.file === file)
    if (isMore && files.length === this.#files.length && !this.#isMoreComing) return
    if (!isMore) this.close()
    this.#isMoreComing = false
    this.#files = [...files]
    if (files.length > 0) this.#lookOn()
  }

  #lookOn(): void {
    this.#isEndTold = false
    if (this.#state.phase === 'skipped' || this.#state.phase === 'failed') return
    if (this.#state.phase !== 'looking') this.#set({ ...this.#state, phase: 'looking' })
    void this.#handOver(this.#worker ?? this.#engage())
  }

  /** What was found so far stays; nothing can be left out any more. */
  skip(): void {
    this.#stop('skipped')
  }

  /** What travels when these series do not; undefined when the look came to another end, as its state then says. */
  choose(leftOut: ReadonlySet<string>): Promise<Chosen | undefined> {
    return new Promise((resolve) => {
      if (!this.#worker || this.#state.phase !== 'done') return resolve(undefined)
      this.#onChosen = resolve
      this.#say(this.#worker, { kind: 'choose', leftOut: [...leftOut] })
    })
  }

  /** Of the middle image of a series; made when it is asked for first. */
  picture(series: string): Promise<Picture> {
    return this.#pictures.of(series)
  }

  async #locate(series: string): Promise<PictureWish | undefined> {
    const worker = this.#worker
    if (!worker) return undefined
    const place = await new Promise<Place | undefined>((resolve) => {
      this.#onLocated = resolve
      this.#say(worker, { kind: 'locate', series })
    })
    const chosen = place && this.#files[place.id]
    return chosen && { file: chosen.file, place }
  }

  close(): void {
    this.#stop('idle')
    this.#files = []
    this.#isMoreComing = false
    this.#handedOver = 0
    this.#isEndTold = false
    this.#set(nothing)
  }

  #engage(): LookWorker {
    const worker = this.#startWorker()
    worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => this.#hear(worker, data))
    worker.addEventListener('error', () => this.#hear(worker, { kind: 'failed' }))
    this.#worker = worker
    return worker
  }

  async #handOver(worker: LookWorker): Promise<void> {
    if (this.#isHandingOver) return
    this.#isHandingOver = true
    while (this.#worker === worker && (this.#handedOver < this.#files.length || this.#owesEnd)) {
      const files = this.#files.slice(this.#handedOver, this.#handedOver + filesAtOnce)
      this.#handedOver += files.length
      const isLast = this.#handedOver === this.#files.length && !this.#isMoreComing
      this.#isEndTold = isLast
      this.#say(worker, { kind: 'look', files: files.map(({ path, file }) => ({ path, file })), isLast })
      // The page answers in between.
      await new Promise((resolve) => setTimeout(resolve))
    }
    this.#isHandingOver = false
    if (this.#worker && this.#worker !== worker) void this.#handOver(this.#worker)
  }

  get #owesEnd(): boolean {
    return !this.#isMoreComing && !this.#isEndTold && this.#files.length > 0
  }

  #say(worker: LookWorker, message: ToWorker): void {
    worker.postMessage(message)
  }

  #hear(worker: LookWorker, message: FromWorker): void {
    if (worker !== this.#worker) return
    switch (message.kind) {
      case 'found': {
        const { found, filesDone, filesSeen, isOver } = message
        const isAll = isOver && filesSeen === this.#files.length && !this.#isMoreComing
        this.#set({ phase: isAll ? 'done' : 'looking', filesDone, found })
        return
      }
      case 'chosen':
        this.#onChosen?.({ choice: message.choice, declared: message.declared })
        this.#onChosen = undefined
        return
      case 'located':
        this.#onLocated?.(message.place)
        this.#onLocated = undefined
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
    this.#onLocated?.(undefined)
    this.#onLocated = undefined
    this.#pictures.close()
    this.#set({ ...this.#state, phase })
  }

  #set(state: LookState): void {
    this.#state = state
    for (const listener of this.#listeners) listener()
  }
}
