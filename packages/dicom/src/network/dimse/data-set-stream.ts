/**
 * The data set of a message on its way in: a bounded queue between the socket and who takes it. Its bytes are views of
 * what came from the socket. When it is full the association stops reading, and the peer's TCP window closes.
 */

/** Whose memory the bytes lie in. */
export interface PieceKeeper {
  /** The piece is looked at later on. */
  hold(piece: Uint8Array): void
  /** And that was it. */
  release(pieces: readonly Uint8Array[]): void
}

/** What a queued piece costs besides its bytes, so that a flood of tiny fragments counts too. */
const PIECE_COST_BYTES = 128

export class DataSetStream implements AsyncIterable<Uint8Array> {
  readonly #onTaken: () => void
  readonly #maxQueuedBytes: number
  readonly #keeper: PieceKeeper | undefined
  #pieces: Uint8Array[] = []
  /** Batches that were given out and may still be looked at. */
  readonly #lent = new WeakSet<readonly Uint8Array[]>()
  #queuedBytes = 0
  #totalBytes = 0
  #state: 'open' | 'ended' | 'failed' = 'open'
  #error: Error | undefined
  #isDiscarded = false
  #wantedBytes = 0
  #wake: (() => void) | undefined

  /**
   * @param onTaken called whenever room was made
   * @param maxQueuedBytes from which on nothing more comes until room was made
   */
  constructor(onTaken: () => void, maxQueuedBytes: number, keeper?: PieceKeeper) {
    this.#onTaken = onTaken
    this.#maxQueuedBytes = maxQueuedBytes
    this.#keeper = keeper
  }

  /** In memory now. */
  get queuedBytes(): number {
    return this.#queuedBytes
  }

  /** Of the data set, so far. */
  get totalBytes(): number {
    return this.#totalBytes
  }

  push(bytes: Uint8Array): void {
    this.#totalBytes += bytes.length
    if (this.#isDiscarded || bytes.length === 0) return
    this.#keeper?.hold(bytes)
    this.#pieces.push(bytes)
    this.#queuedBytes += bytes.length + PIECE_COST_BYTES
    if (this.#queuedBytes >= this.#wantedBytes) this.#wakeUp()
  }

  end(): void {
    if (this.#state === 'open') this.#state = 'ended'
    this.#wakeUp()
  }

  fail(error: Error): void {
    if (this.#state !== 'open') return
    this.#state = 'failed'
    this.#error = error
    this.#pieces = []
    this.#queuedBytes = 0
    this.#wakeUp()
  }

  /** Lets the rest pass by unread. Resolves when its last byte has come. @throws what broke the association */
  async discard(): Promise<void> {
    this.#isDiscarded = true
    for (let batch = await this.batch(); batch !== undefined; batch = await this.batch()) this.release(batch)
  }

  /**
   * Everything that is queued, for writing it in one go (`FileHandle.writev`); undefined: that was all.
   *
   * @param atLeastBytes waits for so many, as far as the queue may hold them, or for the end: fewer and longer writes
   * @throws what broke the association before the last byte
   */
  async batch(atLeastBytes = 1): Promise<Uint8Array[] | undefined> {
    this.#wantedBytes = Math.max(1, Math.min(atLeastBytes, this.#maxQueuedBytes))
    while (this.#queuedBytes < this.#wantedBytes && this.#state === 'open') {
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
    if (this.#error !== undefined) throw this.#error
    if (this.#pieces.length === 0) return undefined
    const taken = this.#pieces
    this.#pieces = []
    this.#queuedBytes = 0
    this.#lent.add(taken)
    this.#onTaken()
    return taken
  }

  /**
   * The bytes of a batch were used and are looked at no more: what comes next may be written over them. Nobody has to
   * say so; who does saves the garbage collector all of an image.
   */
  release(batch: readonly Uint8Array[]): void {
    // Said twice it would take away what somebody else has by then.
    if (this.#lent.delete(batch)) this.#keeper?.release(batch)
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    for (let batch = await this.batch(); batch !== undefined; batch = await this.batch()) yield* batch
  }

  #wakeUp(): void {
    const wake = this.#wake
    this.#wake = undefined
    wake?.()
  }
}
