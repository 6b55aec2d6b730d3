/**
 * One sending from button to delivered bytes: uploads are announced, the message is created (so a full mailbox
 * refuses before anything travels), then the data goes, one upload after another. Knows nothing of React.
 */
import type { Upload } from 'tus-js-client'
import { cancelMessage, createMessage, type NewMessage, readMessage } from '../api/messages.ts'
import { asProblem, type Problem } from '../api/problem.ts'
import { RateMeter } from './rate-meter.ts'
import { StallWatch } from './stall-watch.ts'
import { createUpload, sendUpload, terminateUpload, type UploadListener } from './tus.ts'
import type { PlannedUpload } from './upload-plan.ts'

export type TransferPhase =
  | 'announcing'
  | 'sending'
  /** The connection is lost; it is being tried again. */
  | 'waiting'
  | 'paused'
  /** Something must be done before it can go on, or it cannot go on at all. */
  | 'stopped'
  | 'cancelled'
  | 'done'

export interface TransferState {
  readonly phase: TransferPhase
  readonly sentBytes: number
  readonly totalBytes: number
  readonly bytesPerSecond: number
  readonly problem: Problem | undefined
  readonly messageId: string | undefined
}

/** A PDF that the centre puts into a study. */
export interface PlannedDocument {
  readonly upload: PlannedUpload
  readonly title: string
  /** Study Instance UID; null: the only one, or the first. */
  readonly study: string | null
}

export interface PlannedSending {
  readonly message: Omit<NewMessage, 'uploads' | 'documents'>
  readonly uploads: readonly PlannedUpload[]
  readonly documents: readonly PlannedDocument[]
}

/** A message that waits for its uploads: what has come of them stays. */
export interface BegunSending {
  readonly messageId: string
  /** Addresses of the uploads, in their order. */
  readonly urls: readonly string[]
  readonly uploads: readonly PlannedUpload[]
}

export class Transfer {
  /** Undefined: the message is there already. */
  readonly #planned: PlannedSending | undefined
  /** Documents come last. */
  readonly #uploads: readonly PlannedUpload[]
  /** In whose name it was begun: another tab may choose another institution meanwhile. */
  readonly #institutionId: string | undefined
  readonly #urls: string[]
  readonly #meter = new RateMeter()
  readonly #stall = new StallWatch(() => void this.#tryAnew())
  readonly #abort = new AbortController()
  readonly #idempotencyKey = crypto.randomUUID()
  readonly #listeners = new Set<() => void>()
  #current: { position: number; upload: Upload } | undefined
  #state: TransferState

  constructor(sending: PlannedSending | BegunSending, institutionId?: string) {
    const begun = 'messageId' in sending ? sending : undefined
    this.#planned = 'messageId' in sending ? undefined : sending
    const documents = this.#planned?.documents ?? []
    this.#uploads = [...sending.uploads, ...documents.map(({ upload }) => upload)]
    this.#urls = [...(begun?.urls ?? [])]
    this.#institutionId = institutionId
    this.#state = {
      phase: 'announcing',
      sentBytes: 0,
      totalBytes: this.#uploads.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
      bytesPerSecond: 0,
      problem: undefined,
      messageId: begun?.messageId,
    }
  }

  /** Addresses of the uploads that are announced. */
  get urls(): readonly string[] {
    return [...this.#urls]
  }

  readonly getState = (): TransferState => this.#state

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  get isUnderWay(): boolean {
    return !['cancelled', 'done'].includes(this.#state.phase)
  }

  /** Starts, or goes on after a problem: what is announced or sent already is not repeated. */
  async start(): Promise<void> {
    this.#set({ phase: this.#state.messageId === undefined ? 'announcing' : 'sending', problem: undefined })
    try {
      for (const upload of this.#uploads.slice(this.#urls.length)) {
        this.#urls.push(await createUpload(upload, this.#abort.signal, this.#institutionId))
      }
      if (this.#planned !== undefined && this.#state.messageId === undefined) {
        const { id } = await createMessage(
          this.#newMessage(this.#planned),
          this.#idempotencyKey,
          this.#institutionId,
        )
        this.#set({ messageId: id })
        if (this.#abort.signal.aborted) return void (await cancelMessage(id, this.#institutionId))
      }
    } catch (error) {
      if (!this.#abort.signal.aborted) this.#set({ phase: 'stopped', problem: asProblem(error) })
      return
    }
    this.#send(this.#current?.position ?? 0)
  }

  pause(): void {
    this.#stall.stop()
    void this.#current?.upload.abort()
    this.#meter.reset()
    this.#set({ phase: 'paused', bytesPerSecond: 0 })
  }

  resume(): void {
    this.#set({ phase: 'sending', problem: undefined })
    this.#stall.moved()
    this.#current?.upload.start()
  }

  /** Takes back what was announced. Throws when the centre refuses (too late) or does not answer. */
  async cancel(): Promise<void> {
    this.#abort.abort()
    this.#stall.stop()
    await this.#current?.upload.abort()
    this.#set({ phase: 'cancelled', bytesPerSecond: 0 })
    if (this.#state.messageId !== undefined) await cancelMessage(this.#state.messageId, this.#institutionId)
    else await Promise.all(this.#urls.map((url) => terminateUpload(url, this.#institutionId)))
  }

  #newMessage({ message, uploads, documents }: PlannedSending): NewMessage {
    const ids = this.#urls.map((url) => url.slice(url.lastIndexOf('/') + 1))
    const ofDocuments = ids.slice(uploads.length)
    return {
      ...message,
      uploads: ids.slice(0, uploads.length),
      ...(documents.length === 0
        ? {}
        : {
            documents: documents.map(({ title, study }, place) => ({
              upload: ofDocuments[place] ?? '',
              title,
              study,
            })),
          }),
    }
  }

  #send(position: number): void {
    const upload = this.#uploads[position]
    const url = this.#urls[position]
    if (!upload || url === undefined) {
      this.#stall.stop()
      this.#set({ phase: 'done', sentBytes: this.#state.totalBytes })
      return
    }
    const before = this.#uploads.slice(0, position).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
    const listener: UploadListener = {
      onProgress: (sentBytes) => {
        if (this.#state.phase === 'paused' || !this.isUnderWay) return
        this.#stall.moved()
        this.#meter.note(before + sentBytes, performance.now())
        this.#set({
          phase: 'sending',
          sentBytes: before + sentBytes,
          bytesPerSecond: this.#meter.bytesPerSecond,
        })
      },
      onWaiting: () => {
        if (this.#state.phase === 'paused' || !this.isUnderWay) return
        this.#meter.reset()
        this.#set({ phase: 'waiting', bytesPerSecond: 0 })
      },
      onDone: () => this.#send(position + 1),
      onFailed: (problem) => void this.#fail(problem),
    }
    const running = sendUpload(upload, url, listener, this.#institutionId)
    this.#current = { position, upload: running }
    this.#set({ phase: 'sending' })
    this.#stall.moved()
    running.start()
  }

  /** Nothing moves: the request is given up, and the upload asks where it stands. */
  async #tryAnew(): Promise<void> {
    const { phase } = this.#state
    if (phase !== 'sending' && phase !== 'waiting') return
    this.#meter.reset()
    this.#set({ phase: 'waiting', bytesPerSecond: 0 })
    await this.#current?.upload.abort()
    if (this.#state.phase === 'waiting') this.#current?.upload.start()
  }

  async #fail(problem: Problem): Promise<void> {
    if (!this.isUnderWay) return
    // The answer to the last bytes was lost and the centre, already checking, has put the upload away.
    if (problem.code === 'upload-gone' && (await this.#hasArrived())) {
      this.#set({ phase: 'done', sentBytes: this.#state.totalBytes })
      return
    }
    this.#stall.stop()
    this.#set({ phase: 'stopped', problem, bytesPerSecond: 0 })
  }

  async #hasArrived(): Promise<boolean> {
    const { messageId } = this.#state
    if (messageId === undefined) return false
    try {
      const { status } = await readMessage(messageId, { actingFor: this.#institutionId })
      return !['uploading', 'cancelled', 'expired'].includes(status)
    } catch {
      // Not known is not arrived; the problem that brought us here is what gets told.
      return false
    }
  }

  #set(part: Partial<TransferState>): void {
    this.#state = { ...this.#state, ...part }
    for (const listener of this.#listeners) listener()
  }
}
