/** A range of an object, one piece after the other; when the connection is cut it goes on from the byte that it reached. */
import { Readable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { GetObjectCommand, S3ServiceException } from '@aws-sdk/client-s3'
import { PackageGoneError, PackageReadError } from '../package-store.ts'
import type { Connection } from './connection.ts'
import { asStoreError, codeOf, isNotFound, StoreError } from './store-error.ts'

/** One after the other without a single byte between them. */
const MOST_CUTS = 5

interface Body {
  readonly stream: Readable
  readonly pieces: AsyncIterator<Buffer>
}

export class RangeSource {
  readonly #connection: Connection
  readonly #key: string
  readonly #end: number
  readonly #signal: AbortSignal
  /** The next byte that the store is to send. */
  #at: number
  #rest: Buffer = Buffer.alloc(0)
  #body: Body | undefined
  #cuts = 0

  /** @param range `end` is behind its last byte */
  constructor(
    connection: Connection,
    key: string,
    range: { readonly start: number; readonly end: number },
    signal: AbortSignal,
  ) {
    this.#connection = connection
    this.#key = key
    this.#at = range.start
    this.#end = range.end
    this.#signal = signal
    signal.addEventListener('abort', this.#cancel)
  }

  /**
   * Fills it with what follows; no more may be asked for than the range has left.
   *
   * @throws PackageGoneError, PackageReadError, StoreError
   */
  async fill(target: Buffer): Promise<void> {
    for (let filled = 0; filled < target.length; ) {
      if (this.#rest.length === 0) this.#rest = await this.#piece()
      const taken = this.#rest.copy(target, filled)
      this.#rest = this.#rest.subarray(taken)
      filled += taken
    }
  }

  end(): void {
    this.#signal.removeEventListener('abort', this.#cancel)
    this.#cancel()
  }

  readonly #cancel = (): void => {
    // What breaks now concerns nobody any more.
    this.#body?.stream.on('error', () => {}).destroy()
    this.#body = undefined
  }

  async #piece(): Promise<Buffer> {
    for (;;) {
      try {
        this.#body ??= await this.#open()
        const { value, done } = await this.#body.pieces.next()
        if (done === true) throw new Error('the answer ends before its end')
        this.#at += value.length
        this.#cuts = 0
        return value
      } catch (error) {
        this.#cancel()
        this.#signal.throwIfAborted()
        if (error instanceof PackageReadError || error instanceof StoreError) throw error
        await this.#pauseAfter(error)
      }
    }
  }

  async #pauseAfter(error: unknown): Promise<void> {
    this.#cuts++
    if (this.#cuts > MOST_CUTS) {
      await this.#connection.probe()
      throw new PackageReadError(`the store breaks off at byte ${this.#at} of ${this.#key}`, { cause: error })
    }
    // At once for the first time: an idle connection of a slow reader may have been closed.
    if (this.#cuts === 1) return
    const pauseMs = this.#connection.firstPauseMs * 2 ** (this.#cuts - 2)
    await delay(pauseMs, undefined, { signal: this.#signal })
  }

  async #open(): Promise<Body> {
    const { client, place } = this.#connection
    const Range = `bytes=${this.#at}-${this.#end - 1}`
    const get = new GetObjectCommand({ ...place, Key: this.#key, Range })
    const { Body, ContentRange } = await client
      .send(get, { abortSignal: this.#signal })
      .catch((error: unknown) => this.#refused(error))
    if (!(Body instanceof Readable)) throw new TypeError('the answer has no body that can be read')
    if (ContentRange?.startsWith(`bytes ${this.#at}-${this.#end - 1}/`) !== true) {
      Body.destroy()
      throw new PackageReadError(
        `the store gives ${ContentRange} of ${this.#key} where ${Range} was asked for`,
      )
    }
    return { stream: Body, pieces: Body[Symbol.asyncIterator]() }
  }

  /** Which of the two fails, the store or this object. */
  async #refused(error: unknown): Promise<never> {
    // It was not answered: a connection that is cut.
    if (!(error instanceof S3ServiceException)) throw error
    if (isNotFound(error) || error.$response?.statusCode === 416) {
      await this.#connection.probe()
      throw new PackageGoneError(`${this.#key} was deleted while it was read`, { cause: error })
    }
    if (error.$fault === 'server') {
      await this.#connection.probe()
      throw new PackageReadError(`the store does not give ${this.#key} out (${codeOf(error)})`, {
        cause: error,
      })
    }
    throw asStoreError(this.#connection.config, error)
  }
}
