/**
 * Watches pixel data pass: how much there is, and whether compressed frames begin and end as they must. Looks at
 * the first and last bytes of a fragment only.
 */
import type { Tag } from '../data-set.ts'

const LAST_BYTES = 8

export interface EncapsulatedFacts {
  /** Without the Basic Offset Table (PS3.5 §A.4). */
  readonly fragments: number
  /** The number of the first fragment, from 0, that does not begin (end) like a codestream. */
  readonly firstWithoutBeginning: number | undefined
  readonly firstWithoutEnd: number | undefined
  readonly isLastEnded: boolean
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
  readonly #head: number[] = []
  readonly #tail = new Uint8Array(LAST_BYTES)
  #left = 0

  /** @param lengthBytes of native pixel data; undefined: encapsulated */
  begin(tag: Tag, lengthBytes: number | undefined): void {
    if (this.#tag !== undefined) return
    this.#tag = tag
    this.#nativeBytes = lengthBytes
  }

  /** @returns whether its bytes are wanted */
  beginFragment(lengthBytes: number): boolean {
    this.#left = lengthBytes
    this.#head.length = 0
    this.#tail.fill(0)
    return true
  }

  fragment(bytes: Uint8Array, start: number, end: number): void {
    for (let at = start; at < end && this.#head.length < 2; at++) this.#head.push(bytes[at] ?? 0)
    this.#left -= end - start
    if (this.#left >= LAST_BYTES) return
    const from = Math.max(start, end - LAST_BYTES)
    this.#tail.copyWithin(0, end - from)
    this.#tail.set(bytes.subarray(from, end), LAST_BYTES - (end - from))
  }

  endFragment(): void {
    if (this.#fragment >= 0) {
      const [first, second] = this.#head
      // SOI, SOC (PS3.5 §A.4.1, §A.4.4).
      if (first !== 0xff || (second !== 0xd8 && second !== 0x4f))
        this.#firstWithoutBeginning ??= this.#fragment
      this.#isLastEnded = endsLikeCodestream(this.#tail)
      if (!this.#isLastEnded) this.#firstWithoutEnd ??= this.#fragment
    }
    this.#fragment++
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
    }
    return { kind: 'encapsulated', tag: this.#tag, encapsulated }
  }
}

/** EOI and EOC are the same two bytes; what follows may fill up to an even length, and some fill more. */
function endsLikeCodestream(tail: Uint8Array): boolean {
  let end = tail.length
  while (end > 2 && tail[end - 1] === 0) end--
  if (tail[end - 1] === 0xff && tail[end - 2] === 0xd9) end--
  return tail[end - 2] === 0xff && tail[end - 1] === 0xd9
}
