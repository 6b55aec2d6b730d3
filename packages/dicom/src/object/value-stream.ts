/** One value of an object as a stream: found by walking, whatever the object's encoding. */
import type { Tag, VR } from '../data-set.ts'
import { reverseUnits } from '../encoding/byte-order.ts'
import type { WalkVisitor } from '../encoding/data-set-walker.ts'
import { unitBytes } from '../encoding/value-representation.ts'
import { ObjectStream } from '../reading/object-stream.ts'
import { DEFAULT_READING_LIMITS } from '../reading/reading-limits.ts'
import { TAG } from '../tags.ts'

/** Tags and, between them, numbers of items from 0: `[tag]`, `[sequence, item, tag]`, ... */
export type ElementPath = readonly number[]

const NOWHERE: ElementPath = []

class ValueVisitor implements WalkVisitor {
  readonly #path: ElementPath
  /** What was found since the last look, each part a copy of its own. */
  readonly found: Uint8Array[] = []
  isFound = false
  isOver = false
  /** Where the walk stands: of each sequence its tag and the number of its item. */
  readonly #place: { tag: Tag; item: number }[] = []
  #vr: VR = 'UN'
  #bigEndian = false
  #rest = new Uint8Array(0)

  constructor(path: ElementPath) {
    this.#path = path
  }

  beginValue(tag: Tag, vr: VR, _lengthBytes: number, bigEndian: boolean): boolean {
    if (this.isFound || !this.#isAt(tag)) return false
    this.isFound = true
    this.#vr = vr
    this.#bigEndian = bigEndian
    return true
  }

  value(bytes: Uint8Array, start: number, end: number): void {
    const part = new Uint8Array(this.#rest.length + end - start)
    part.set(this.#rest)
    part.set(bytes.subarray(start, end), this.#rest.length)
    const whole = this.#bigEndian ? part.length - (part.length % unitBytes(this.#vr)) : part.length
    this.#rest = part.slice(whole)
    const ready = part.subarray(0, whole)
    if (this.#bigEndian) reverseUnits(ready, this.#vr)
    if (ready.length > 0) this.found.push(ready)
  }

  endValue(): void {
    if (this.#rest.length > 0) this.found.push(this.#rest)
    this.isOver = true
  }

  beginSequence(tag: Tag): void {
    this.#place.push({ tag, item: -1 })
  }

  endSequence(): void {
    this.#place.pop()
  }

  beginItem(): void {
    const last = this.#place.at(-1)
    if (last !== undefined) last.item++
  }

  endItem(): void {}

  beginFragments(tag: Tag): void {
    this.#place.push({ tag, item: -1 })
  }

  endFragments(): void {
    this.#place.pop()
  }

  abandonSequences(sequences: number): boolean {
    this.#place.length -= sequences
    return false
  }

  #isAt(tag: Tag): boolean {
    const here = [...this.#place.flatMap((each) => [each.tag, each.item]), tag]
    return here.length === this.#path.length && here.every((each, index) => each === this.#path[index])
  }
}

/**
 * The value in little endian, in parts as they come; nothing when there is none at `path`.
 *
 * @throws DicomError, and as the source does
 */
export async function* valueAt(
  chunks: AsyncIterable<Uint8Array>,
  path: ElementPath,
): AsyncGenerator<Uint8Array> {
  const visitor = new ValueVisitor(path)
  yield* told(visitor, new ObjectStream(visitor, DEFAULT_READING_LIMITS), chunks)
}

/**
 * As `valueAt`, and a value behind the pixel data without reading the pixels, unless the object is deflated.
 *
 * @param bytesFrom the object's bytes from an offset on; may be read more than once
 * @param offsetBehindPixelData as `InstanceHeader` tells it
 * @throws DicomError, and as the source does
 */
export async function* valueFrom(
  bytesFrom: (offset: number) => AsyncIterable<Uint8Array>,
  offsetBehindPixelData: number | undefined,
  path: ElementPath,
): AsyncGenerator<Uint8Array> {
  const [first = 0] = path
  if (offsetBehindPixelData !== undefined && first > TAG.PixelData) {
    const visitor = new ValueVisitor(path)
    const stream = await begun(bytesFrom(0))
    if (stream.body?.settled.syntax.deflated === false) {
      stream.continueAt(offsetBehindPixelData, visitor)
      yield* told(visitor, stream, bytesFrom(offsetBehindPixelData))
      // Elements that are not in ascending order may have it before the pixel data.
      if (visitor.isFound) return
    }
  }
  yield* valueAt(bytesFrom(0), path)
}

/** Read as far as it takes to know how the object is encoded. */
async function begun(chunks: AsyncIterable<Uint8Array>): Promise<ObjectStream> {
  const stream = new ObjectStream(new ValueVisitor(NOWHERE), DEFAULT_READING_LIMITS)
  for await (const chunk of chunks) {
    stream.push(chunk)
    if (stream.body !== undefined) break
  }
  return stream
}

async function* told(
  visitor: ValueVisitor,
  stream: ObjectStream,
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    stream.push(chunk)
    yield* visitor.found.splice(0)
    if (visitor.isOver) return
  }
}
