/**
 * Moves the body of a request to where its bytes are kept: straight from the Node stream, in few large writes.
 *
 * @tus/server hands each body through a web stream, a pass-through, a limiter and a counting transform before
 * it reaches the file: 160 MB/s over TLS on two cores, where this gives 400 to 650 with the data synced. That
 * is why the protocol's verbs are written out in this folder.
 */
import type { Hash } from 'node:crypto'
import type { Readable } from 'node:stream'

/** Chunks that arrive while a write runs wait here; above this the sender is held back. */
const WAITING_BYTES = 1024 * 1024
/** Of space on the disk that is asked for at once. */
export const CLAIM_BYTES = 16 * 1024 * 1024

/** Takes bytes one behind the other. */
export interface ByteSink {
  /** Their memory is the sink's from now on. Resolves when more may come. */
  write(chunks: readonly Buffer[]): Promise<void>
  /** All that was written is durable when it resolves; without a byte of its own, what was there before. */
  sync(): Promise<void>
}

export interface Reception {
  readonly receivedBytes: number
  /** 'whole': the body ended; 'cut': the connection broke, stalled or was asked to stop; 'too-long': more came than allowed. */
  readonly end: 'whole' | 'cut' | 'too-long'
}

export interface ReceptionOptions {
  readonly maxBytes: number
  readonly hash?: Hash | undefined
  /** A body from which nothing comes for so long counts as cut. */
  readonly idleTimeoutMs: number
  readonly signal: AbortSignal
  readonly space: SpaceToTake
}

/** What was there when an upload was announced may be gone when its bytes come. */
export interface SpaceToTake {
  /** Whether so much more may be written. */
  claim(bytes: number): Promise<boolean>
  /** Has been claimed before. */
  readonly claimedBytes: number
}

/** As if the disk were full: what is left of it belongs to the packages and the database. */
class OutOfSpace extends Error {
  readonly code = 'ENOSPC'
}

/**
 * Resolves once every received byte is on stable storage, however the body ended; rejects only when the sink
 * cannot be written. The chunks of the body must be nobody else's: their memory is freed as soon as they are written.
 */
export async function receiveInto(
  sink: ByteSink,
  body: Readable,
  options: ReceptionOptions,
): Promise<Reception> {
  const writer = new BodyWriter(sink, body, options)
  const end = await bodyEnd(body, writer, options)
  const receivedBytes = await writer.finish()
  return { receivedBytes, end }
}

async function bodyEnd(
  body: Readable,
  writer: BodyWriter,
  { maxBytes, hash, idleTimeoutMs, signal }: ReceptionOptions,
): Promise<Reception['end']> {
  const { promise, resolve } = Promise.withResolvers<Reception['end']>()
  let leftBytes = maxBytes
  const idle = setTimeout(() => {
    // While the disk holds us back it is not the sender who is silent.
    if (body.isPaused()) idle.refresh()
    else resolve('cut')
  }, idleTimeoutMs)
  const onData = (chunk: Buffer) => {
    idle.refresh()
    if (chunk.length > leftBytes) return resolve('too-long')
    leftBytes -= chunk.length
    hash?.update(chunk)
    writer.add(chunk)
  }
  const onEnd = () => resolve('whole')
  const onCut = () => resolve('cut')
  writer.failed.then(onCut)
  body.on('data', onData).once('end', onEnd).once('close', onCut).once('error', onCut)
  signal.addEventListener('abort', onCut)
  if (signal.aborted || body.destroyed) onCut()
  try {
    return await promise
  } finally {
    clearTimeout(idle)
    signal.removeEventListener('abort', onCut)
    body.off('data', onData).off('end', onEnd).off('close', onCut)
    // A late error of an abandoned body must not become an uncaught one: that listener stays.
  }
}

/** Writes at once when idle and gathers what comes while it writes: few system calls, little memory. */
class BodyWriter {
  readonly #sink: ByteSink
  readonly #body: Readable
  readonly #failure = Promise.withResolvers<void>()
  readonly #space: SpaceToTake
  readonly #maxBytes: number
  #claimedBytes: number
  #writtenBytes = 0
  #waiting: Buffer[] = []
  #waitingBytes = 0
  #writing: Promise<void> | undefined
  #error: { cause: unknown } | undefined

  constructor(sink: ByteSink, body: Readable, { maxBytes, space }: ReceptionOptions) {
    this.#sink = sink
    this.#body = body
    this.#maxBytes = maxBytes
    this.#space = space
    this.#claimedBytes = space.claimedBytes
  }

  /** Resolves when writing has failed; never otherwise. */
  get failed(): Promise<void> {
    return this.#failure.promise
  }

  add(chunk: Buffer): void {
    if (this.#error) return
    this.#waiting.push(chunk)
    this.#waitingBytes += chunk.length
    if (this.#waitingBytes >= WAITING_BYTES) this.#body.pause()
    this.#writing ??= this.#write()
  }

  /** Writes and syncs what is left; the number of bytes written. Rejects with the first failure. */
  async finish(): Promise<number> {
    await this.#writing
    if (this.#error) throw this.#error.cause
    await this.#sink.sync()
    return this.#writtenBytes
  }

  async #write(): Promise<void> {
    try {
      while (this.#waitingBytes > 0) {
        const chunks = this.#waiting
        const bytes = this.#waitingBytes
        this.#waiting = []
        this.#waitingBytes = 0
        this.#body.resume()
        await this.#claim(bytes)
        await this.#sink.write(chunks)
        this.#writtenBytes += bytes
      }
    } catch (cause) {
      this.#fail(cause)
    } finally {
      this.#writing = undefined
    }
  }

  async #claim(bytes: number): Promise<void> {
    const neededBytes = this.#writtenBytes + bytes
    if (neededBytes <= this.#claimedBytes) return
    // No more than may come at all: small files do not ask for the space of large ones.
    const wantedBytes = Math.min(Math.max(neededBytes, this.#claimedBytes + CLAIM_BYTES), this.#maxBytes)
    if (!(await this.#space.claim(wantedBytes - this.#claimedBytes))) throw new OutOfSpace('no space is left')
    this.#claimedBytes = wantedBytes
  }

  #fail(cause: unknown): void {
    this.#error ??= { cause }
    this.#waiting = []
    this.#waitingBytes = 0
    this.#failure.resolve()
  }
}
