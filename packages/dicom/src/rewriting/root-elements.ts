/**
 * Where each element of the data set itself lies (PS3.5 §7.1), whatever the encoding: what a rewriting needs to know
 * before it begins. Memory grows with the number of these elements, never with their values.
 */
import type { Tag, VR } from '../data-set.ts'
import { DicomError } from '../dicom-error.ts'
import type { WalkVisitor } from '../encoding/data-set-walker.ts'
import type { TransferSyntax } from '../encoding/transfer-syntax.ts'
import { ValueBuffer } from '../encoding/value-buffer.ts'
import { ObjectStream } from '../reading/object-stream.ts'
import { DEFAULT_READING_LIMITS } from '../reading/reading-limits.ts'

/** Of PS3.6 there are some five thousand. */
const MOST_ELEMENTS = 100_000
/** Values that are kept: identifiers, names, numbers. */
const MOST_VALUE_BYTES = 4096
const HEADER_BYTES: ReadonlySet<number> = new Set([8, 12])

export interface RootElement {
  readonly tag: Tag
  /** 'UN' where the encoding does not tell. */
  readonly vr: VR
  /** In bytes from the beginning of the data set, of a deflated one as if it were inflated: its header, */
  readonly start: number
  /** its value or first item, */
  readonly valueStart: number
  /** and what follows it. */
  readonly end: number
  readonly hasUndefinedLength: boolean
  /** As it came; undefined: not wanted, or longer than is kept. */
  readonly value: Uint8Array | undefined
}

export interface RootElements {
  readonly syntax: TransferSyntax
  /** In bytes from the beginning of the file. */
  readonly dataSetOffset: number
  /** In the order in which they stand. */
  readonly elements: readonly RootElement[]
  /** Within a sequence stands pixel data in fragments, as of an icon. */
  readonly hasNestedFragments: boolean
}

/** The one of that tag. @throws DicomError 'damaged': there are two, so that nobody can tell which one is meant */
export function rootElement({ elements }: RootElements, tag: Tag): RootElement | undefined {
  const [first, ...others] = elements.filter((each) => each.tag === tag)
  if (others.length > 0) {
    throw new DicomError('damaged', 'The data set holds an element twice', {
      tag,
      offset: others[0]?.start ?? 0,
    })
  }
  return first
}

export class RootElementReader {
  readonly #visitor: RootVisitor
  readonly #stream: ObjectStream

  /** @param wanted whose values are kept */
  constructor(wanted: ReadonlySet<Tag>) {
    this.#visitor = new RootVisitor(wanted, () => this.#stream.offset - this.#dataSetOffset)
    this.#stream = new ObjectStream(this.#visitor, DEFAULT_READING_LIMITS)
  }

  /** The next bytes of the file, in any split. @throws DicomError */
  push(chunk: Uint8Array): void {
    this.#stream.push(chunk)
  }

  /** After the last byte. @throws DicomError */
  end(): RootElements {
    this.#stream.end()
    const { body } = this.#stream
    if (body === undefined) throw new TypeError('the data set has not begun')
    const { settled, meta } = body
    const { elements, hasNestedFragments } = this.#visitor
    return { syntax: settled.syntax, dataSetOffset: meta.dataSetOffset, elements, hasNestedFragments }
  }

  get #dataSetOffset(): number {
    return this.#stream.body?.meta.dataSetOffset ?? 0
  }
}

class RootVisitor implements WalkVisitor {
  readonly elements: RootElement[] = []
  hasNestedFragments = false
  readonly #wanted: ReadonlySet<Tag>
  readonly #offset: () => number
  readonly #buffer = new ValueBuffer()
  #depth = 0
  #end = 0
  #isKeeping = false
  #open: Omit<RootElement, 'end'> | undefined

  constructor(wanted: ReadonlySet<Tag>, offset: () => number) {
    this.#wanted = wanted
    this.#offset = offset
  }

  beginValue(tag: Tag, vr: VR, lengthBytes: number): boolean {
    if (this.#depth > 0) return false
    this.#begin(tag, vr, false)
    const isGroupLength = (tag & 0xffff) === 0
    this.#isKeeping = (this.#wanted.has(tag) || isGroupLength) && lengthBytes <= MOST_VALUE_BYTES
    if (this.#isKeeping) this.#buffer.begin(lengthBytes)
    else this.#close(undefined, this.#offset() + lengthBytes)
    return this.#isKeeping
  }

  value(bytes: Uint8Array, start: number, end: number): void {
    if (this.#isKeeping) this.#buffer.append(bytes, start, end)
  }

  endValue(): void {
    this.#close(this.#isKeeping ? this.#buffer.take() : undefined)
    this.#isKeeping = false
  }

  beginSequence(tag: Tag, vr: VR, lengthBytes: number | undefined): void {
    if (this.#depth === 0) this.#begin(tag, vr, lengthBytes === undefined)
    this.#depth++
  }

  endSequence(): void {
    this.#depth--
    if (this.#depth === 0) this.#close(undefined)
  }

  beginItem(): void {}

  endItem(): void {}

  beginFragments(tag: Tag): void {
    if (this.#depth === 0) this.#begin(tag, 'OB', true)
    else this.hasNestedFragments = true
    this.#depth++
  }

  endFragments(): void {
    this.endSequence()
  }

  abandonSequences(sequences: number): boolean {
    this.#depth -= sequences
    return this.#depth === 0
  }

  #begin(tag: Tag, vr: VR, hasUndefinedLength: boolean): void {
    const place = { tag, offset: this.#end }
    if (this.elements.length === MOST_ELEMENTS)
      throw new DicomError('header-too-large', 'More elements than a data set has', place)
    const valueStart = this.#offset()
    // A delimitation that ends nothing, or the like, stands before it: it is nobody's to move.
    if (!HEADER_BYTES.has(valueStart - this.#end))
      throw new DicomError('damaged', 'Between two elements stands what is no element', place)
    this.#open = { tag, vr, start: this.#end, valueStart, hasUndefinedLength, value: undefined }
  }

  #close(value: Uint8Array | undefined, end = this.#offset()): void {
    if (this.#open !== undefined) this.elements.push({ ...this.#open, value, end })
    this.#open = undefined
    this.#end = end
  }
}
