/** Frames decompressed in a thread of its own, so that associations go on meanwhile. */
import { Worker } from 'node:worker_threads'
import { orAborted } from '../growing-file.ts'
import type { Codec } from './transfer-syntaxes.ts'

const WORKER = new URL('./decode-worker.ts', import.meta.url)
/** No frame of any size takes so long; a codec that hangs does. */
const LONGEST_MS = 300_000

export interface FrameWish {
  readonly codec: Codec
  /** The compressed frame. */
  readonly frame: Uint8Array<ArrayBuffer>
  readonly layout: {
    readonly width: number
    readonly height: number
    readonly bitsAllocated: number
    readonly bitsStored: number
    readonly samplesPerPixel: number
    readonly pixelRepresentation: number
    readonly photometricInterpretation: string
  }
}

export type FrameAnswer = { readonly pixels: Uint8Array<ArrayBuffer> } | { readonly failure: string }

/** Its thread ended: that says nothing of the frame, which may have been the victim of another one. */
export class DecoderEndedError extends Error {
  override readonly name = 'DecoderEndedError'
}

export class FrameDecoder {
  #worker: Worker | undefined
  /** The one before: the codecs do one after the other. */
  #before: Promise<unknown> = Promise.resolve()
  #isClosed = false

  get isClosed(): boolean {
    return this.#isClosed
  }

  /**
   * In little endian, pixel by pixel. With `signal` nobody waits for it any more; its turn it takes all the same.
   *
   * @throws the signal's reason; DecoderEndedError; Error: the frame is damaged, or was not decoded in time
   */
  async decode(wish: FrameWish, signal: AbortSignal): Promise<Uint8Array> {
    signal.throwIfAborted()
    const mine = this.#before.then(() => this.#ask(wish, signal))
    // Whoever comes next waits for its end, whatever that is.
    this.#before = mine.catch(() => undefined)
    await orAborted(
      mine.then(
        () => undefined,
        () => undefined,
      ),
      signal,
    )
    signal.throwIfAborted()
    const answer = await mine
    if ('failure' in answer) throw new Error(answer.failure)
    return answer.pixels
  }

  async close(): Promise<void> {
    this.#isClosed = true
    await this.#end()
  }

  async #ask(wish: FrameWish, signal: AbortSignal): Promise<FrameAnswer> {
    signal.throwIfAborted()
    if (this.#isClosed) throw new DecoderEndedError('the node stops')
    this.#worker ??= new Worker(WORKER)
    const worker = this.#worker
    const { promise, resolve, reject } = Promise.withResolvers<FrameAnswer>()
    const timer = setTimeout(() => reject(new Error('it takes too long')), LONGEST_MS)
    const onExit = () => reject(new DecoderEndedError('the decoder ended'))
    const onError = (error: unknown) => reject(new DecoderEndedError('the decoder failed', { cause: error }))
    worker.once('message', resolve).once('error', onError).once('exit', onExit)
    worker.postMessage(wish, [wish.frame.buffer])
    try {
      return await promise
    } catch (error) {
      await this.#end()
      throw error
    } finally {
      clearTimeout(timer)
      worker.off('message', resolve).off('error', onError).off('exit', onExit)
    }
  }

  async #end(): Promise<void> {
    const worker = this.#worker
    this.#worker = undefined
    await worker?.terminate()
  }
}
