/** Keeps every element that a walker meets, as far as the pixel data or to the end, and where the pixel data lies. */
import type { Tag, VR } from '../data-set.ts'
import { DicomError } from '../dicom-error.ts'
import { dictionaryEntry } from '../dictionary/index.ts'
import { reverseUnits } from '../encoding/byte-order.ts'
import type { WalkVisitor } from '../encoding/data-set-walker.ts'
import { isPixelData } from '../encoding/element-header.ts'
import { ValueBuffer } from '../encoding/value-buffer.ts'
import { TAG } from '../tags.ts'
import type { ObjectElement, ObjectElements, PixelDataPlace } from './object-element.ts'

const NOTHING = new Uint8Array(0)
/** What an element costs besides its bytes, so that a million empty ones count too. */
const ELEMENT_COST_BYTES = 160

export type ObjectExtent = 'to-pixel-data' | 'whole'

interface Level {
  /** The sequence whose items are read; 0 for the data set itself. */
  readonly tag: Tag
  readonly items: ObjectElements[]
  elements: Map<Tag, ObjectElement>
}

export interface ElementVisitorOptions {
  /** Whether what stands behind the pixel data is kept too. */
  readonly extent: ObjectExtent
  /** Longer values are told of and not kept. */
  readonly maxValueBytes: number
  /** Of all that is kept. */
  readonly maxKeptBytes: number
  /** Where in the object the walk stands. */
  readonly offset: () => number
}

export class ElementVisitor implements WalkVisitor {
  readonly #options: ElementVisitorOptions
  readonly #root: Level = { tag: 0, items: [], elements: new Map() }
  readonly #levels: Level[] = [this.#root]
  readonly #buffer = new ValueBuffer()
  #top = this.#root
  #pixelData: PixelDataPlace = { kind: 'absent' }
  #extent: ObjectExtent
  #isDone = false
  #keptBytes = 0
  #tag: Tag = 0
  #vr: VR = 'UN'
  #bigEndian = false
  #lengthBytes = 0
  /** Within fragments that are no pixel data of the object. */
  #fragments = 0

  constructor(options: ElementVisitorOptions) {
    this.#options = options
    this.#extent = options.extent
  }

  get elements(): ObjectElements {
    return this.#root.elements
  }

  get pixelData(): PixelDataPlace {
    return this.#pixelData
  }

  /** The pixel data has begun; nothing behind it is kept. */
  get isDone(): boolean {
    return this.#isDone
  }

  /** What comes next is not the pixel data, but what stands behind it. */
  passPixelData(): void {
    this.#extent = 'whole'
    this.#isDone = false
    // The walk may have gone on into what follows.
    this.#levels.length = 1
    this.#top = this.#root
    this.#fragments = 0
  }

  beginValue(tag: Tag, vr: VR, lengthBytes: number, bigEndian: boolean): boolean {
    if (this.#isDone || this.#fragments > 0) return false
    const isRoot = this.#top === this.#root
    if (isRoot && isPixelData(tag)) {
      this.#keep({ tag, vr: this.#vrOf(tag, vr), value: undefined, lengthBytes, items: [] })
      this.#meetPixelData({ kind: 'native', tag, vr, offset: this.#options.offset(), lengthBytes })
      return false
    }
    if (lengthBytes > this.#options.maxValueBytes) {
      this.#keep({ tag, vr: this.#vrOf(tag, vr), value: undefined, lengthBytes, items: [] })
      return false
    }
    this.#tag = tag
    this.#vr = vr
    this.#bigEndian = bigEndian
    this.#lengthBytes = lengthBytes
    this.#buffer.begin(lengthBytes)
    return true
  }

  value(bytes: Uint8Array, start: number, end: number): void {
    this.#buffer.append(bytes, start, end)
  }

  endValue(): void {
    const value = this.#lengthBytes === 0 ? NOTHING : this.#buffer.take()
    const vr = this.#vrOf(this.#tag, this.#vr)
    if (this.#bigEndian) reverseUnits(value, vr)
    this.#keep({ tag: this.#tag, vr, value, lengthBytes: this.#lengthBytes, items: [] })
  }

  beginSequence(tag: Tag): void {
    this.#top = { tag, items: [], elements: new Map() }
    this.#levels.push(this.#top)
  }

  endSequence(): void {
    const { tag, items } = this.#leave()
    this.#keep({ tag, vr: 'SQ', value: NOTHING, lengthBytes: 0, items })
  }

  beginItem(): void {
    this.#top.elements = new Map()
    if (!this.#isDone) this.#count(ELEMENT_COST_BYTES, this.#top.tag)
  }

  endItem(): void {
    if (!this.#isDone) this.#top.items.push(this.#top.elements)
  }

  beginFragments(tag: Tag): void {
    if (this.#isDone) return
    const isOfObject = this.#top === this.#root && isPixelData(tag)
    this.#keep({ tag, vr: 'OB', value: undefined, lengthBytes: undefined, items: [] })
    if (isOfObject) this.#meetPixelData({ kind: 'encapsulated', tag, offset: this.#options.offset() })
    if (!this.#isDone) this.#fragments++
  }

  endFragments(): void {
    if (this.#fragments > 0) this.#fragments--
  }

  abandonSequences(sequences: number): boolean {
    for (let left = sequences; left > 0; left--) this.#leave()
    return false
  }

  /** The first of them is the object's; hardly any object has two. */
  #meetPixelData(place: PixelDataPlace): void {
    if (this.#pixelData.kind === 'absent') this.#pixelData = place
    this.#isDone = this.#extent === 'to-pixel-data'
  }

  #leave(): Level {
    const left = this.#top
    if (this.#levels.length > 1) this.#levels.pop()
    this.#top = this.#levels.at(-1) ?? this.#root
    return left
  }

  #keep(element: ObjectElement): void {
    if (this.#isDone || this.#top.elements.has(element.tag)) return
    this.#count((element.value?.length ?? 0) + ELEMENT_COST_BYTES, element.tag)
    this.#top.elements.set(element.tag, element)
  }

  #count(bytes: number, tag: Tag): void {
    this.#keptBytes += bytes
    if (this.#keptBytes <= this.#options.maxKeptBytes) return
    const place = { offset: this.#options.offset(), tag }
    throw new DicomError('header-too-large', 'More header than is kept of one object', place)
  }

  #vrOf(tag: Tag, encoded: VR): VR {
    if (encoded !== 'UN') return encoded
    const [first, ...others] = dictionaryEntry(tag)?.vrs ?? []
    // A sequence was told as one; what is left under its tag is something else.
    if (first === undefined || first === 'SQ') return first === 'SQ' && this.#lengthBytes === 0 ? 'SQ' : 'UN'
    if (others.length === 0) return first
    if (first === 'OB') return 'OW'
    // US or SS: as the pixels are (PS3.5 §A.1, PS3.3 §C.7.6.3.1).
    const isSigned = this.#root.elements.get(TAG.PixelRepresentation)?.value?.[0] === 1
    if (tag === 0x00283006) return 'OW'
    return isSigned ? 'SS' : 'US'
  }
}
