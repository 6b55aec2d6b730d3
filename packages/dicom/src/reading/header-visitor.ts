/** Keeps the wanted elements of the data set that a walker goes through, and watches its pixel data pass. */
import type { DataElement, DataSet, Tag, VR } from '../data-set.ts'
import { DicomError, type DicomProblem } from '../dicom-error.ts'
import { reverseUnits } from '../encoding/byte-order.ts'
import type { WalkVisitor } from '../encoding/data-set-walker.ts'
import { ITEM, isPixelData } from '../encoding/element-header.ts'
import { ValueBuffer } from '../encoding/value-buffer.ts'
import { unitBytes } from '../encoding/value-representation.ts'
import { dictionaryVr, TAG } from '../tags.ts'
import type { PixelDataWatch } from './pixel-data-watch.ts'
import type { ReadingLimits } from './reading-limits.ts'
import { WANTED, type WantedElements } from './wanted.ts'

const NOTHING = new Uint8Array(0)
/** What an element or item costs besides its bytes, so that a million empty ones count too. */
const ELEMENT_COST_BYTES = 160

/** Two different values of these in one object leave open whose it is. */
const IDENTIFYING: ReadonlySet<Tag> = new Set([
  TAG.SOPClassUID,
  TAG.SOPInstanceUID,
  TAG.StudyInstanceUID,
  TAG.SeriesInstanceUID,
  TAG.PatientID,
])

/** A data set, or an item of a wanted sequence. */
interface Level {
  readonly wanted: WantedElements
  /** The sequence whose items are read; 0 for the data set itself. */
  readonly tag: Tag
  readonly items: DataSet[]
  elements: Map<Tag, DataElement>
  /** What was kept before the item that is being read. */
  keptBefore: number
}

export interface HeaderVisitorOptions {
  readonly limits: ReadingLimits
  readonly pixelData: PixelDataWatch
  /** Called before each element of the data set itself. */
  readonly onElement: (tag: Tag) => void
  /** Where in the input the walk stands. */
  readonly offset: () => number
}

export class HeaderVisitor implements WalkVisitor {
  readonly #options: HeaderVisitorOptions
  readonly #root: Level = level(WANTED, 0)
  readonly #levels: Level[] = [this.#root]
  #top = this.#root
  /** Depth of sequences within one that is not wanted. */
  #ignored = 0
  #isInPixelData = false
  #keptBytes = 0
  readonly #buffer = new ValueBuffer()
  #tag: Tag = 0
  #vr: VR = 'UN'
  #bigEndian = false
  #isFragment = false

  constructor(options: HeaderVisitorOptions) {
    this.#options = options
  }

  get dataSet(): DataSet {
    return this.#root.elements
  }

  beginValue(tag: Tag, vr: VR, lengthBytes: number, bigEndian: boolean): boolean {
    if (this.#isInPixelData) {
      this.#isFragment = tag === ITEM
      return this.#options.pixelData.beginFragment(lengthBytes)
    }
    if (this.#ignored > 0) return false
    if (this.#top === this.#root) this.#enterElement(tag, lengthBytes)
    if (!this.#top.wanted.values.has(tag)) return false
    if (lengthBytes > this.#options.limits.maxValueBytes) this.#refuseSize(tag)
    this.#isFragment = false
    this.#tag = tag
    this.#vr = vr
    this.#bigEndian = bigEndian
    this.#buffer.begin(lengthBytes)
    return true
  }

  value(bytes: Uint8Array, start: number, end: number): void {
    if (this.#isFragment) this.#options.pixelData.fragment(bytes, start, end)
    else this.#buffer.append(bytes, start, end)
  }

  endValue(): void {
    if (this.#isFragment) {
      this.#options.pixelData.endFragment()
      return
    }
    const value = this.#buffer.take()
    if (this.#bigEndian) reverseUnits(value, this.#vr)
    this.#keep(this.#tag, { tag: this.#tag, vr: vrOf(this.#tag, this.#vr), value, items: [] })
  }

  beginSequence(tag: Tag): void {
    if (this.#ignored === 0 && this.#top === this.#root) this.#enterElement(tag, 0)
    const wanted = this.#ignored > 0 ? undefined : this.#top.wanted.sequences.get(tag)
    if (wanted === undefined) {
      this.#ignored++
      return
    }
    this.#top = level(wanted, tag)
    this.#levels.push(this.#top)
  }

  endSequence(): void {
    if (this.#ignored > 0) {
      this.#ignored--
      return
    }
    const { tag, items } = this.#leaveLevel()
    this.#keep(tag, { tag, vr: 'SQ', value: NOTHING, items })
  }

  beginItem(): void {
    if (this.#ignored > 0) return
    this.#top.elements = new Map()
    this.#top.keptBefore = this.#keptBytes
    this.#count(ELEMENT_COST_BYTES, this.#top.tag)
  }

  endItem(): void {
    if (this.#ignored > 0) return
    const { elements, wanted, items, keptBefore } = this.#top
    if (wanted.keepsItem === undefined || wanted.keepsItem(elements)) items.push(inAscendingOrder(elements))
    else this.#keptBytes = keptBefore
  }

  beginFragments(tag: Tag): void {
    if (this.#ignored > 0 || this.#top !== this.#root) {
      this.#ignored++
      return
    }
    this.#enterElement(tag, undefined)
    if (isPixelData(tag)) this.#isInPixelData = true
    else this.#ignored++
  }

  endFragments(): void {
    if (this.#isInPixelData) this.#isInPixelData = false
    else this.#ignored--
  }

  abandonSequences(sequences: number): boolean {
    for (let left = sequences; left > 0; left--) {
      if (this.#ignored > 0) this.#ignored--
      else this.#leaveLevel()
    }
    return false
  }

  #leaveLevel(): Level {
    const left = this.#top
    if (this.#levels.length > 1) this.#levels.pop()
    this.#top = this.#levels.at(-1) ?? this.#root
    return left
  }

  /** @param lengthBytes undefined: encapsulated */
  #enterElement(tag: Tag, lengthBytes: number | undefined): void {
    this.#options.onElement(tag)
    if (isPixelData(tag)) this.#options.pixelData.begin(tag, lengthBytes)
  }

  #keep(tag: Tag, element: DataElement): void {
    const { elements } = this.#top
    const first = elements.get(tag)
    if (first !== undefined) {
      const isContradicted =
        this.#top === this.#root && IDENTIFYING.has(tag) && !isEqual(first.value, element.value)
      if (isContradicted) this.#refuse('damaged', 'Two different values of one identifying attribute', tag)
      return
    }
    this.#count(element.value.length + ELEMENT_COST_BYTES, tag)
    elements.set(tag, element)
  }

  #count(bytes: number, tag: Tag): void {
    this.#keptBytes += bytes
    if (this.#keptBytes > this.#options.limits.maxHeaderBytes) this.#refuseSize(tag)
  }

  #refuseSize(tag: Tag): never {
    this.#refuse('header-too-large', 'More header than is kept of one object', tag)
  }

  #refuse(code: DicomProblem, detail: string, tag: Tag): never {
    throw new DicomError(code, detail, { offset: this.#options.offset(), tag })
  }
}

function level(wanted: WantedElements, tag: Tag): Level {
  return { wanted, tag, items: [], elements: new Map(), keptBefore: 0 }
}

/** The dictionary knows better than UN, or than a VR that some writer got wrong (PS3.5 §6.2.2, note 3). */
function vrOf(tag: Tag, encoded: VR): VR {
  const known = dictionaryVr(tag)
  return known === undefined || unitBytes(known) > unitBytes(encoded) ? encoded : known
}

function isEqual(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index])
}

/** As PS3.5 §7.1 asks for, and not every writer heeds. */
export function inAscendingOrder(elements: ReadonlyMap<Tag, DataElement>): DataSet {
  let last = -1
  for (const tag of elements.keys()) {
    if (tag < last) return new Map([...elements].sort(([one], [other]) => one - other))
    last = tag
  }
  return elements
}
