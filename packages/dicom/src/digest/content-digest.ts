/**
 * A digest of what an object says, whatever its encoding: for telling the same instance in another transfer syntax
 * from another instance under the same UID.
 */
import type { Tag, VR } from '../data-set.ts'
import type { WalkVisitor } from '../encoding/data-set-walker.ts'
import { unitBytes } from '../encoding/value-representation.ts'
import { ObjectStream } from '../reading/object-stream.ts'
import { DEFAULT_READING_LIMITS } from '../reading/reading-limits.ts'
import { TAG } from '../tags.ts'

/** Where the digested bytes go: a hash of `node:crypto`, or any other that takes them piece by piece. */
export interface DigestSink {
  update(bytes: Uint8Array): unknown
}

/**
 * Feeds a hash with tags and values, and with where items begin and end, in an order and a form that do not depend on
 * implicit or explicit VR, on defined or undefined lengths, or on byte order. Group lengths, trailing padding and
 * offset tables say nothing of the content and are left out; compressed pixel data stays what it is.
 */
export class ContentDigest {
  readonly #visitor: DigestVisitor
  readonly #stream: ObjectStream

  constructor(sink: DigestSink) {
    this.#visitor = new DigestVisitor(sink)
    this.#stream = new ObjectStream(this.#visitor, DEFAULT_READING_LIMITS)
  }

  /** @throws DicomError, as InstanceReader does for the same bytes */
  push(chunk: Uint8Array): void {
    this.#stream.push(chunk)
  }

  /** The sink has everything once this returns. @throws DicomError */
  end(): void {
    this.#stream.end()
    this.#visitor.flush()
  }
}

const MARK = {
  value: 1,
  sequence: 2,
  endOfSequence: 3,
  item: 4,
  endOfItem: 5,
  fragments: 6,
  abandoned: 7,
} as const
const STAGE_BYTES = 64 * 1024
const MARK_BYTES = 9

class DigestVisitor implements WalkVisitor {
  readonly #sink: DigestSink
  /** Hashing a few bytes costs as much as hashing a thousand: they are gathered here. */
  readonly #stage = new Uint8Array(STAGE_BYTES)
  readonly #stageView = new DataView(this.#stage.buffer)
  #staged = 0
  /** A sequence that has no item yet: without any it is told like an empty value. */
  #unopened: Tag | undefined
  #fragments: 'none' | 'offset-table' | 'data' = 'none'
  /** Bytes of a number in the value, when it is to be turned round; else 1. */
  #unitBytes = 1
  readonly #number = new Uint8Array(8)
  #numberBytes = 0

  constructor(sink: DigestSink) {
    this.#sink = sink
  }

  beginValue(tag: Tag, vr: VR, lengthBytes: number, bigEndian: boolean): boolean {
    if (this.#fragments === 'offset-table') {
      this.#fragments = 'data'
      return false
    }
    if ((tag & 0xffff) === 0 || tag === TAG.DataSetTrailingPadding) return false
    this.#mark(MARK.value, tag, lengthBytes)
    this.#unitBytes = bigEndian ? unitBytes(vr) : 1
    return true
  }

  value(bytes: Uint8Array, start: number, end: number): void {
    if (this.#unitBytes === 1) {
      this.#add(bytes.subarray(start, end))
      return
    }
    for (let at = start; at < end; at++) {
      this.#number[this.#numberBytes++] = bytes[at] ?? 0
      if (this.#numberBytes === this.#unitBytes) this.#addNumber(true)
    }
  }

  endValue(): void {
    if (this.#numberBytes > 0) this.#addNumber(false)
  }

  /** @param isWhole what is left over at a value's end is no number and stays as it is */
  #addNumber(isWhole: boolean): void {
    const number = this.#number.subarray(0, this.#numberBytes)
    this.#add(isWhole ? number.reverse() : number)
    this.#numberBytes = 0
  }

  beginSequence(tag: Tag): void {
    this.#open()
    this.#unopened = tag
  }

  endSequence(): void {
    const tag = this.#unopened
    this.#unopened = undefined
    if (tag === undefined) this.#mark(MARK.endOfSequence, 0, 0)
    else this.#mark(MARK.value, tag, 0)
  }

  beginItem(): void {
    this.#open()
    this.#mark(MARK.item, 0, 0)
  }

  endItem(): void {
    this.#mark(MARK.endOfItem, 0, 0)
  }

  beginFragments(tag: Tag): void {
    this.#mark(MARK.fragments, tag, 0)
    this.#fragments = 'offset-table'
  }

  endFragments(): void {
    this.#fragments = 'none'
    this.#mark(MARK.endOfSequence, 0, 0)
  }

  /** What it was taken for is in the digest already; the bytes that are left are as much of the content. */
  abandonSequences(sequences: number): boolean {
    this.#unopened = undefined
    this.#mark(MARK.abandoned, 0, sequences)
    this.#unitBytes = 1
    return true
  }

  flush(): void {
    if (this.#staged > 0) this.#sink.update(this.#stage.subarray(0, this.#staged))
    this.#staged = 0
  }

  #open(): void {
    const tag = this.#unopened
    this.#unopened = undefined
    if (tag !== undefined) this.#mark(MARK.sequence, tag, 0)
  }

  #add(bytes: Uint8Array): void {
    if (bytes.length > STAGE_BYTES - this.#staged) this.flush()
    if (bytes.length >= STAGE_BYTES) {
      this.#sink.update(bytes)
      return
    }
    this.#stage.set(bytes, this.#staged)
    this.#staged += bytes.length
  }

  #mark(mark: number, tag: Tag, lengthBytes: number): void {
    if (this.#staged + MARK_BYTES > STAGE_BYTES) this.flush()
    this.#stage[this.#staged] = mark
    this.#stageView.setUint32(this.#staged + 1, tag)
    this.#stageView.setUint32(this.#staged + 5, lengthBytes)
    this.#staged += MARK_BYTES
  }
}
