/**
 * A data set with some ranges of its bytes replaced, in one pass: what lies between them goes through as it is. Memory
 * holds a chunk, and what of the replaced ranges is needed again further on.
 */
import { Deflate } from 'pako'
import type { Tag } from '../data-set.ts'
import { DicomError } from '../dicom-error.ts'
import { DeflatedStream } from '../encoding/deflated.ts'
import { DEFAULT_READING_LIMITS } from '../reading/reading-limits.ts'
import type { RootElements } from './root-elements.ts'

export type Part =
  | Uint8Array
  /** What stood in the range of the earlier edit that begins there, and is so long. */
  | { readonly copyFrom: number; readonly bytes: number }
  /** Made of what stands in this edit's own range. */
  | { readonly made: (original: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array> }

export interface Edit {
  /** Of the element that it is about. */
  readonly tag: Tag
  /** In bytes from the beginning of the data set, as if it were inflated; `start` === `end`: nothing is taken away. */
  readonly start: number
  readonly end: number
  readonly parts: readonly Part[]
  /** Whether a later one copies what stood here. */
  readonly isCopied?: boolean
}

/** By how many bytes the edits make the data set longer, what is `made` left out. */
export function lengthOfEdits(edits: readonly Edit[]): number {
  return edits.reduce((sum, { start, end, parts }) => sum + lengthOfParts(parts) - (end - start), 0)
}

export function lengthOfParts(parts: readonly Part[]): number {
  return parts.reduce(
    (sum, part) => sum + (part instanceof Uint8Array ? part.length : 'bytes' in part ? part.bytes : 0),
    0,
  )
}

function inOrder(edits: readonly Edit[]): readonly Edit[] {
  return [...edits].sort(
    (one, other) => one.start - other.start || one.end - other.end || one.tag - other.tag,
  )
}

/**
 * @param chunks of the data set, inflated
 * @param edits that do not overlap
 * @throws DicomError 'truncated'; and as the source and what is `made` do
 */
export async function* rewritten(
  chunks: AsyncIterable<Uint8Array>,
  edits: readonly Edit[],
): AsyncGenerator<Uint8Array> {
  const source = new Source(chunks)
  const copies = new Map<number, Uint8Array>()
  try {
    for (const { start, end, parts, isCopied = false } of inOrder(edits)) {
      yield* source.until(start)
      if (isCopied) copies.set(start, await collected(source.until(end)))
      const original = source.until(end)
      for (const part of parts) {
        if (part instanceof Uint8Array) yield part
        else if ('made' in part) yield* part.made(original)
        else yield copies.get(part.copyFrom) ?? missing(part.copyFrom)
      }
      await passed(source.until(end))
    }
    yield* source.until(Number.POSITIVE_INFINITY)
  } finally {
    await source.close()
  }
}

/**
 * The same of what a file or a network carries: a deflated data set (PS3.5 §A.5) is inflated for it, and deflated again
 * unless `isInflated` asks for the plain one.
 */
export function rewrittenDataSet(
  chunks: AsyncIterable<Uint8Array>,
  { syntax }: Pick<RootElements, 'syntax'>,
  edits: readonly Edit[],
  { isInflated = false }: { readonly isInflated?: boolean } = {},
): AsyncIterable<Uint8Array> {
  if (!syntax.deflated) return rewritten(chunks, edits)
  const plain = rewritten(inflated(chunks), edits)
  return isInflated ? plain : deflated(plain)
}

/** @throws DicomError 'damaged', 'expands-too-much', 'truncated' */
async function* inflated(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const stream = new DeflatedStream(DEFAULT_READING_LIMITS, 0)
  for await (const chunk of chunks) {
    // By parts, so that what a chunk inflates to is not in memory at once.
    for (let at = 0; at < chunk.length && !stream.hasEnded; at += INFLATED_AT_ONCE) {
      const out: Uint8Array[] = []
      stream.push(chunk.subarray(at, at + INFLATED_AT_ONCE), (piece) => void out.push(piece.slice()))
      yield* out
    }
  }
  if (!stream.hasEnded) throw new DicomError('truncated', 'The deflated data set is cut off', { offset: 0 })
}

/** A thousand times as much is the most that it inflates to. */
const INFLATED_AT_ONCE = 4096

async function* deflated(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const stream = new Deflate({ raw: true })
  const out: Uint8Array[] = []
  let bytes = 0
  stream.onData = (piece: Uint8Array) => void out.push(piece)
  for await (const chunk of chunks) {
    stream.push(chunk, false)
    for (const piece of out.splice(0)) {
      bytes += piece.length
      yield piece
    }
  }
  stream.push(new Uint8Array(0), true)
  for (const piece of out.splice(0)) {
    bytes += piece.length
    yield piece
  }
  if (bytes % 2 === 1) yield new Uint8Array(1)
}

class Source {
  readonly #chunks: AsyncIterator<Uint8Array>
  #rest: Uint8Array = new Uint8Array(0)
  #position = 0

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]()
  }

  /** What is left before `end`. */
  async *until(end: number): AsyncGenerator<Uint8Array> {
    while (this.#position < end) {
      if (this.#rest.length === 0) {
        const next = await this.#chunks.next()
        if (next.done === true) {
          if (end === Number.POSITIVE_INFINITY) return
          throw new DicomError('truncated', 'The data set ends before its end', { offset: this.#position })
        }
        this.#rest = next.value
        continue
      }
      const piece = this.#rest.subarray(0, end - this.#position)
      this.#rest = this.#rest.subarray(piece.length)
      this.#position += piece.length
      yield piece
    }
  }

  async close(): Promise<void> {
    await this.#chunks.return?.()
  }
}

async function collected(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  let bytes = 0
  for await (const piece of chunks) {
    pieces.push(piece)
    bytes += piece.length
  }
  const whole = new Uint8Array(bytes)
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}

async function passed(chunks: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const _ of chunks);
}

function missing(start: number): never {
  throw new TypeError(`nothing was kept of the range from ${start} on`)
}
