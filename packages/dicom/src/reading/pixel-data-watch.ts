/**
 * Watches pixel data pass: how much there is, and whether compressed frames begin and end as they must. Looks at
 * the first and last bytes of a fragment only.
 */
import type { Tag } from '../data-set.ts'

const LAST_BYTES = 8
/** SOC, and of SIZ as far as the size of the image (ISO/IEC 15444-1 §A.5.1). */
const FIRST_BYTES = 24

export interface EncapsulatedFacts {
  /** Without the Basic Offset Table (PS3.5 §A.4). */
  readonly fragments: number
  /** The number of the first fragment, from 0, that does not begin (end) like a codestream. */
  readonly firstWithoutBeginning: number | undefined
  readonly firstWithoutEnd: number | undefined
  readonly isLastEnded: boolean
  /** Sizes that JPEG 2000 codestreams give themselves, each once; more than one is a contradiction already. */
  readonly sizes: readonly FrameSize[]
}

export interface FrameSize {
  /** The fragment that it was first seen in, from 0. */
  readonly fragment: number
  readonly columns: number
  readonly rows: number
}

export type PixelDataFacts =
  | { readonly kind: 'absent' }
  | { readonly kind: 'native'; readonly tag: Tag; readonly lengthBytes: number }
  | { readonly kind: 'encapsulated'; readonly tag: Tag; readonly encapsulated: EncapsulatedFacts }

export class PixelDataWatch {
  #tag: Tag | undefined
  #nativeBytes: number | undefined
  /** The next fragment's number; -1: the Basic Offset Table. */
  #fragment = -1
  #firstWithoutBeginning: number | undefined
  #firstWithoutEnd: number | undefined
  #isLastEnded = false
  readonly #sizes: FrameSize[] = []
  readonly #head = new Uint8Array(FIRST_BYTES)
  #headBytes = 0
  readonly #tail = new Uint8Array(LAST_BYTES)
  #left = 0

  /** @param lengthBytes of native pixel data; undefined: encapsulated */
  begin(tag: Tag, lengthBytes: number | undefined): void {
    if (this.#tag !== undefined) return
    this.#tag = tag
    this.#nativeBytes = lengthBytes
  }

  /** Whether its element was met: the header is behind. */
  get hasBegun(): boolean {
    return this.#tag !== undefined
  }

  /** @returns whether its bytes are wanted */
  beginFragment(lengthBytes: number): boolean {
    this.#left = lengthBytes
    this.#headBytes = 0
    this.#tail.fill(0)
    return true
  }

  fragment(bytes: Uint8Array, start: number, end: number): void {
    if (this.#headBytes < FIRST_BYTES) {
      const first = bytes.subarray(start, Math.min(end, start + FIRST_BYTES - this.#headBytes))
      this.#head.set(first, this.#headBytes)
      this.#headBytes += first.length
    }
    this.#left -= end - start
    if (this.#left >= LAST_BYTES) return
    const from = Math.max(start, end - LAST_BYTES)
    this.#tail.copyWithin(0, end - from)
    this.#tail.set(bytes.subarray(from, end), LAST_BYTES - (end - from))
  }

  endFragment(): void {
    if (this.#fragment >= 0) {
      if (!this.#beginsLikeCodestream()) this.#firstWithoutBeginning ??= this.#fragment
      this.#isLastEnded = endsLikeCodestream(this.#tail)
      if (!this.#isLastEnded) this.#firstWithoutEnd ??= this.#fragment
    }
    this.#fragment++
  }

  /** SOI, SOC (PS3.5 §A.4.1, §A.4.4). */
  #beginsLikeCodestream(): boolean {
    const head = new DataView(this.#head.buffer)
    if (this.#headBytes < 2) return false
    const marker = head.getUint16(0)
    if (marker === SOC && this.#headBytes === FIRST_BYTES && head.getUint16(2) === SIZ) {
      const columns = head.getUint32(8) - head.getUint32(16)
      const rows = head.getUint32(12) - head.getUint32(20)
      const isSeen = this.#sizes.some((size) => size.columns === columns && size.rows === rows)
      if (!isSeen && this.#sizes.length < 2) this.#sizes.push({ fragment: this.#fragment, columns, rows })
    }
    return marker === SOC || marker === SOI
  }

  get facts(): PixelDataFacts {
    if (this.#tag === undefined) return { kind: 'absent' }
    if (this.#nativeBytes !== undefined) {
      return { kind: 'native', tag: this.#tag, lengthBytes: this.#nativeBytes }
    }
    const encapsulated = {
      fragments: Math.max(0, this.#fragment),
      firstWithoutBeginning: this.#firstWithoutBeginning,
      firstWithoutEnd: this.#firstWithoutEnd,
      isLastEnded: this.#isLastEnded,
      sizes: this.#sizes,
    }
    return { kind: 'encapsulated', tag: this.#tag, encapsulated }
  }
}

const SOI = 0xffd8
const SOC = 0xff4f
const SIZ = 0xff51

/** EOI and EOC are the same two bytes; what follows may fill up to an even length, and some fill more. */
function endsLikeCodestream(tail: Uint8Array): boolean {
  let end = tail.length
  while (end > 2 && tail[end - 1] === 0) end--
  if (tail[end - 1] === 0xff && tail[end - 2] === 0xd9) end--
  return tail[end - 2] === 0xff && tail[end - 1] === 0xd9
}
