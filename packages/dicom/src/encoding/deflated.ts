/**
 * Inflates a deflated data set (PS3.5 §A.5) piece by piece: output goes through one small buffer, whatever the input
 * expands to, and stops where the stream ends.
 */
import { Z_BUF_ERROR, Z_NO_FLUSH, Z_OK, Z_STREAM_END, ZStream, zlibInflate, zlibInflateInit2 } from 'pako'
import { DicomError } from '../dicom-error.ts'

const OUTPUT_BYTES = 64 * 1024
/** Negative: a raw deflate stream, without header and checksum. */
const RAW_WINDOW_BITS = -15

export interface InflateLimits {
  readonly maxRatio: number
  readonly ratioFreeBytes: number
}

export class DeflatedStream {
  readonly #stream = new ZStream()
  readonly #limits: InflateLimits
  /** Where in the input the stream begins. */
  readonly #offset: number
  #inputBytes = 0
  #outputBytes = 0
  hasEnded = false

  constructor(limits: InflateLimits, offset: number) {
    this.#limits = limits
    this.#offset = offset
    zlibInflateInit2(this.#stream, RAW_WINDOW_BITS)
    this.#stream.output = new Uint8Array(OUTPUT_BYTES)
  }

  /** Bytes that came out, in all. */
  get outputBytes(): number {
    return this.#outputBytes
  }

  /** Deflated bytes that were used up. */
  get inputBytes(): number {
    return this.#inputBytes
  }

  /**
   * @param take is given the inflated bytes, valid during the call
   * @returns how many bytes of the chunk belong to the stream
   * @throws DicomError 'damaged', 'expands-too-much', or what `take` throws
   */
  push(chunk: Uint8Array, take: (inflated: Uint8Array) => void): number {
    const stream = this.#stream
    stream.input = chunk
    stream.next_in = 0
    stream.avail_in = chunk.length
    while (!this.hasEnded) {
      stream.next_out = 0
      stream.avail_out = OUTPUT_BYTES
      const before = stream.next_in
      const status = zlibInflate(stream, Z_NO_FLUSH)
      this.#inputBytes += stream.next_in - before
      this.#outputBytes += stream.next_out
      // Nothing to do: all input is used, all output is out.
      if (status === Z_BUF_ERROR) break
      if (status !== Z_OK && status !== Z_STREAM_END) {
        throw new DicomError('damaged', 'The deflated data set is damaged', { offset: this.#place() })
      }
      this.#checkRatio()
      this.hasEnded = status === Z_STREAM_END
      if (stream.next_out > 0) take(stream.output.subarray(0, stream.next_out))
      if (stream.avail_in === 0 && stream.avail_out > 0) break
    }
    return stream.next_in
  }

  #checkRatio(): void {
    const { maxRatio, ratioFreeBytes } = this.#limits
    if (this.#outputBytes <= ratioFreeBytes || this.#outputBytes <= this.#inputBytes * maxRatio) return
    const detail = `The deflated data set inflates to more than ${maxRatio} times its size`
    throw new DicomError('expands-too-much', detail, { offset: this.#place() })
  }

  #place(): number {
    return this.#offset + this.#inputBytes
  }
}
