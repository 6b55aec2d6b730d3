/**
 * Walks the whole structure of a data set (PS3.5 §7) that arrives in pieces, and tells a visitor what it meets.
 *
 * A value that the visitor does not want is passed over by its length, its bytes untouched: 500 MB of pixel data
 * cost no more than the chunks they arrive in. Nothing is allocated by what a length promises, and depth is a number
 * in an array, not a call on the stack. Why a walker of our own: docs/decisions/0004-own-reading-of-dicom.md. One file, long
 * as it is: the state of a walk is read and moved on by every rule here.
 */
import type { Tag, VR } from '../data-set.ts'
import { DicomError, type DicomProblem } from '../dicom-error.ts'
import {
  ElementHeader,
  hasFragments,
  ITEM,
  ITEM_DELIMITATION,
  isPixelData,
  readElementHeader,
  SEQUENCE_DELIMITATION,
  SHORT_HEADER_BYTES,
  tagAt,
  UNDEFINED_LENGTH,
  uint16At,
  uint32At,
} from './element-header.ts'
import type { Encoding } from './transfer-syntax.ts'
import { vrOfBytes } from './value-representation.ts'
import { type Frame, WalkFrames } from './walk-frames.ts'

/** What a walk tells. Sequences, items and fragments nest; fragments are values with the tag of an item. */
export interface WalkVisitor {
  /** @returns whether its bytes are wanted: then value() and endValue() follow */
  beginValue(tag: Tag, vr: VR, lengthBytes: number, bigEndian: boolean): boolean
  /** A part of the value: the bytes from `start` to `end`, valid during the call. */
  value(bytes: Uint8Array, start: number, end: number): void
  endValue(): void
  /** `lengthBytes` undefined: it ends with a delimitation. `vr` 'UN' where the encoding does not tell it. */
  beginSequence(tag: Tag, vr: VR, lengthBytes: number | undefined): void
  endSequence(): void
  beginItem(): void
  endItem(): void
  beginFragments(tag: Tag): void
  endFragments(): void
  /**
   * The sequence begun `sequences` before (1: the innermost one) turned out to be none; its end is not told. Fragments
   * within have ended before.
   *
   * @returns whether the bytes are wanted that are left of what is a value after all: then value() and endValue() follow
   */
  abandonSequences(sequences: number): boolean
}

export interface WalkOptions {
  readonly encoding: Encoding
  readonly maxDepth: number
  /** Where in the input the data set begins, for what errors say. */
  readonly offset: number
}

export interface WalkEnd {
  /** Bytes of the data set that belong to it; garbage may follow. */
  readonly wholeBytes: number
  /** Where in the input the element behind the pixel data begins, as `offset` tells it; undefined: there is none. */
  readonly offsetBehindPixelData: number | undefined
  /** It ends within its pixel data. */
  readonly isPixelDataCut: boolean
  readonly hasTrailingBytes: boolean
  /** The first place where the structure is not as PS3.5 §7 asks, though it can be told how it is meant. */
  readonly irregularity: Irregularity | undefined
}

export interface Irregularity {
  /** In words, without values. */
  readonly what: string
  /** In bytes, as errors give it. */
  readonly offset: number
}

/** Answer of the reading of a header that is not whole. */
const MORE_NEEDED = -1

/** Longest header and the eight bytes behind it that tell whether a value of unknown VR is a sequence. */
const ITEM_GROUP = 0xfffe
const LOOK_BYTES = 20
const PENDING_BYTES = 2 * LOOK_BYTES

export class DataSetWalker {
  readonly #visitor: WalkVisitor
  readonly #maxDepth: number
  readonly #offset: number
  readonly #frames: WalkFrames
  readonly #header = new ElementHeader()
  /** A header that is not whole yet. */
  readonly #pending = new Uint8Array(PENDING_BYTES)
  #pendingBytes = 0
  /** Bytes of the data set that were walked, what is pending not included. */
  #position = 0
  #valueLeft = 0
  #isValueWanted = false
  /** Of the element in the data set itself that the walk is in, or was last in. */
  #rootTag: Tag = 0
  #wholeBytes = 0
  #isPixelDataSeen = false
  /** In bytes of the data set. */
  #pixelDataEnd = 0
  /** The last thing that was found wrong with the structure. */
  #found: DicomError | undefined
  #irregularity: Irregularity | undefined
  /** What it was before the outermost tentative sequence. */
  #irregularityBefore: Irregularity | undefined
  /** What follows the data set: anything, or a run of one value (padding to the size of a block). */
  #trailing: 'none' | 'any' | { readonly fill: number } = 'none'

  constructor(visitor: WalkVisitor, { encoding, maxDepth, offset }: WalkOptions) {
    this.#visitor = visitor
    this.#maxDepth = maxDepth
    this.#offset = offset
    this.#frames = new WalkFrames({
      implicit: encoding.vr === 'implicit',
      bigEndian: encoding.byteOrder === 'big',
    })
  }

  /** Where in the input the walk stands; of a deflated data set as if it were inflated. */
  get offset(): number {
    return this.#offset + this.#position
  }

  /** @throws DicomError, or what the visitor throws */
  push(chunk: Uint8Array): void {
    let at = 0
    while (this.#pendingBytes > 0 && at < chunk.length) {
      const held = this.#pendingBytes
      const added = chunk.subarray(at, at + PENDING_BYTES - held)
      this.#pending.set(added, held)
      const used = this.#walk(this.#pending, 0, held + added.length)
      if (used >= held) {
        this.#pendingBytes = 0
        at += used - held
      } else {
        this.#pending.copyWithin(0, used, held + added.length)
        this.#pendingBytes = held + added.length - used
        at += added.length
      }
    }
    if (at === chunk.length) return
    at = this.#walk(chunk, at, chunk.length)
    this.#pending.set(chunk.subarray(at))
    this.#pendingBytes = chunk.length - at
  }

  /** @throws DicomError 'truncated' */
  end(): WalkEnd {
    const whole = {
      wholeBytes: this.#wholeBytes,
      offsetBehindPixelData: this.#offsetBehindPixelData,
      isPixelDataCut: false,
      hasTrailingBytes: true,
      irregularity: this.#irregularity,
    }
    if (this.#trailing !== 'none') return whole
    const isAtRoot = this.#frames.depth === 0
    if (isAtRoot && this.#valueLeft === 0 && this.#pendingBytes === 0)
      return { ...whole, hasTrailingBytes: false }
    if (this.#isPixelDataSeen) return whole
    if (this.#isInRootPixelData()) {
      const wholeBytes = this.#position + this.#pendingBytes
      return { ...whole, wholeBytes, isPixelDataCut: true, hasTrailingBytes: false }
    }
    const rest = this.#pending.subarray(0, this.#pendingBytes)
    const isPadding = isAtRoot && this.#valueLeft === 0 && isFill(rest, 0, rest.length)
    if (isPadding && this.#wholeBytes > 0) return whole
    throw this.#error('truncated', 'The data set ends within an element', this.#position + this.#pendingBytes)
  }

  get #offsetBehindPixelData(): number | undefined {
    const isLast = !this.#isPixelDataSeen || this.#wholeBytes === this.#pixelDataEnd
    return isLast ? undefined : this.#offset + this.#pixelDataEnd
  }

  #isInRootPixelData(): boolean {
    if (!isPixelData(this.#rootTag)) return false
    const { depth, top } = this.#frames
    return depth === 0 ? this.#valueLeft > 0 : depth === 1 && top.kind === 'fragments'
  }

  /** @returns where it stopped: at the end, or at a header that is not whole */
  #walk(bytes: Uint8Array, start: number, end: number): number {
    let at = start
    while (at < end) {
      if (this.#valueLeft > 0) {
        at += this.#takeValue(bytes, at, end)
      } else if (this.#trailing !== 'none') {
        this.#checkTrailing(bytes, at, end)
        return end
      } else {
        const used = this.#takeHeader(bytes, at, end - at)
        if (used === MORE_NEEDED) return at
        at += used
      }
    }
    return at
  }

  #takeValue(bytes: Uint8Array, at: number, end: number): number {
    const taken = Math.min(this.#valueLeft, end - at)
    if (this.#isValueWanted) this.#visitor.value(bytes, at, at + taken)
    this.#valueLeft -= taken
    this.#position += taken
    if (this.#valueLeft === 0) this.#endValue()
    return taken
  }

  #endValue(): void {
    if (this.#isValueWanted) this.#visitor.endValue()
    this.#isValueWanted = false
    this.#afterElement()
  }

  /** @returns bytes used, or MORE_NEEDED. Moves the position only when it succeeds. */
  #takeHeader(bytes: Uint8Array, at: number, available: number): number {
    const before = this.#position
    try {
      const { kind } = this.#frames.top
      const isBetweenItems = kind === 'sequence' || kind === 'fragments'
      this.#requireRoom(SHORT_HEADER_BYTES)
      if (available < SHORT_HEADER_BYTES) return MORE_NEEDED
      const isTaken = isBetweenItems ? this.#takeItem(bytes, at) : this.#takeElement(bytes, at, available)
      if (!isTaken) return MORE_NEEDED
    } catch (error) {
      // What the visitor throws is its own judgement.
      if (!(error instanceof DicomError) || error !== this.#found || !this.#recover(error)) throw error
    }
    return this.#position - before
  }

  #requireRoom(neededBytes: number): void {
    const left = this.#frames.top.limit - this.#position
    if (neededBytes > left) {
      throw this.#error(
        'damaged',
        `An element or item reaches ${neededBytes - left} bytes beyond what holds it`,
      )
    }
  }

  // — between items —

  #takeItem(bytes: Uint8Array, at: number): boolean {
    const frame = this.#frames.top
    // The content of UN is little endian whatever the rest is (PS3.5 §6.2.2, note 2), and not in every file; and
    // there are private sequences in the other byte order altogether.
    if (uint16At(bytes, at, !frame.bigEndian) === ITEM_GROUP) frame.bigEndian = !frame.bigEndian
    const tag = tagAt(bytes, at, frame.bigEndian)
    const length = uint32At(bytes, at + 4, frame.bigEndian)
    if (tag === SEQUENCE_DELIMITATION) {
      // Some writers end a sequence of known length like one of undefined length.
      if (!frame.undefinedLength) this.#noteIrregularity('a delimitation without anything to end')
      this.#position += SHORT_HEADER_BYTES
      if (frame.undefinedLength) this.#leave()
      this.#afterElement()
    } else if (tag === ITEM_DELIMITATION) {
      // Nor is one after an item of known length unheard of.
      this.#noteIrregularity('a delimitation without anything to end')
      this.#position += SHORT_HEADER_BYTES
      this.#afterElement()
    } else if (tag !== ITEM) {
      throw this.#error('damaged', 'Where an item must begin stands something else', this.#position, tag)
    } else if (frame.kind === 'fragments') {
      if (length === UNDEFINED_LENGTH) throw this.#error('damaged', 'A fragment without a length')
      this.#requireRoom(SHORT_HEADER_BYTES + length)
      this.#position += SHORT_HEADER_BYTES
      this.#beginValue(ITEM, 'OB', length, frame.bigEndian)
    } else {
      this.#enterItem(length)
    }
    return true
  }

  #enterItem(length: number): void {
    const isUndefined = length === UNDEFINED_LENGTH
    if (!isUndefined) this.#requireRoom(SHORT_HEADER_BYTES + length)
    this.#position += SHORT_HEADER_BYTES
    this.#frames.enter('item', isUndefined ? undefined : this.#position + length)
    this.#visitor.beginItem()
    this.#afterElement()
  }

  // — elements —

  #takeElement(bytes: Uint8Array, at: number, available: number): boolean {
    const frame = this.#frames.top
    if (frame.undecided) {
      decideEncoding(frame, bytes, at)
      // Of a known length it is passed over by those who do not know it, whatever it holds.
      const mustBeImplicit = this.#frames.tentativeDepth === undefined
      if (mustBeImplicit && !frame.implicit) {
        this.#noteIrregularity('explicit VRs where they must be implicit')
      }
    }
    const tag = tagAt(bytes, at, frame.bigEndian)
    if (tag >= ITEM && tag <= SEQUENCE_DELIMITATION) return this.#takeStrayDelimitation(bytes, at, tag)
    if (this.#frames.depth === 0 && this.#isPaddingAt(bytes, at, tag)) return true
    const header = this.#header
    if (!readElementHeader(bytes, at, available, frame, header)) {
      this.#requireRoom(SHORT_HEADER_BYTES + 4)
      return false
    }
    const { length, headerBytes } = header
    if (length === UNDEFINED_LENGTH) {
      this.#requireRoom(headerBytes)
      this.#enterOfUndefinedLength(header, frame)
      return true
    }
    this.#requireRoom(headerBytes + length)
    if (header.vr === 'SQ') {
      this.#enterSequence(header, this.#position + headerBytes + length)
    } else if (header.vr === 'UN' && length >= SHORT_HEADER_BYTES && !isPixelData(tag)) {
      if (available < headerBytes + SHORT_HEADER_BYTES) return false
      this.#takeUnknown(bytes, at, frame)
    } else {
      this.#takeValueHeader(header, frame)
    }
    return true
  }

  #takeValueHeader({ tag, vr, length, headerBytes }: ElementHeader, { bigEndian }: Frame): void {
    this.#noteRoot(tag)
    this.#position += headerBytes
    this.#beginValue(tag, vr, length, bigEndian)
  }

  #beginValue(tag: Tag, vr: VR, length: number, bigEndian: boolean): void {
    this.#isValueWanted = this.#visitor.beginValue(tag, vr, length, bigEndian)
    this.#valueLeft = length
    if (length === 0) this.#endValue()
  }

  /** A value whose VR nobody knows may be a sequence: its first bytes tell (a private one in implicit VR, PS3.5 §7.8). */
  #takeUnknown(bytes: Uint8Array, at: number, frame: Frame): void {
    const { headerBytes, length } = this.#header
    const first = at + headerBytes
    const bigEndian = frame.bigEndian && !isItem(bytes, first, false)
    const itemBytes = uint32At(bytes, first + 4, bigEndian)
    const fits = itemBytes === UNDEFINED_LENGTH || itemBytes <= length - SHORT_HEADER_BYTES
    if (!isItem(bytes, first, bigEndian) || !fits) {
      this.#takeValueHeader(this.#header, frame)
      return
    }
    if (this.#frames.tentativeDepth === undefined) this.#irregularityBefore = this.#irregularity
    const entered = this.#enterSequence(this.#header, this.#position + headerBytes + length)
    entered.tentative = true
    this.#interpretAsUnknown(entered, frame)
  }

  #enterOfUndefinedLength(header: ElementHeader, frame: Frame): void {
    if (hasFragments(header.tag, header.vr)) {
      if (!header.vr.startsWith('O')) this.#noteIrregularity('fragments under a VR that has none')
      this.#noteRoot(header.tag)
      this.#position += header.headerBytes
      this.#frames.enter('fragments', undefined)
      this.#visitor.beginFragments(header.tag)
      this.#afterElement()
      return
    }
    const entered = this.#enterSequence(header, undefined)
    if (header.vr === 'UN') this.#interpretAsUnknown(entered, frame)
  }

  /** What stands in UN is implicit (PS3.5 §6.2.2, note 2; CP-246); some write it explicit, so each item is looked at. */
  #interpretAsUnknown(entered: Frame, outer: Frame): void {
    entered.undecided = true
    entered.implicit = true
    entered.bigEndian = outer.bigEndian
  }

  #enterSequence(header: ElementHeader, end: number | undefined): Frame {
    if (this.#frames.sequences >= this.#maxDepth) {
      const detail = `More than ${this.#maxDepth} sequences within each other`
      throw this.#error('nested-too-deep', detail, this.#position, header.tag)
    }
    this.#noteRoot(header.tag)
    this.#position += header.headerBytes
    const entered = this.#frames.enter('sequence', end)
    const { tag, vr, length } = header
    this.#visitor.beginSequence(tag, vr, length === UNDEFINED_LENGTH ? undefined : length)
    this.#afterElement()
    return entered
  }

  // — leaving —

  #leave(): void {
    const { kind } = this.#frames.top
    this.#frames.leave()
    if (kind === 'item') this.#visitor.endItem()
    else if (kind === 'sequence') this.#visitor.endSequence()
    else this.#visitor.endFragments()
  }

  /** Whatever had to end here has ended: what has a length, and what lacks its delimitation at the end of such. */
  #afterElement(): void {
    while (this.#frames.top.limit === this.#position) this.#leave()
    if (this.#frames.depth > 0 || this.#valueLeft > 0) return
    this.#wholeBytes = this.#position
    if (this.#isPixelDataSeen || !isPixelData(this.#rootTag)) return
    this.#isPixelDataSeen = true
    this.#pixelDataEnd = this.#position
  }

  /** A delimitation where an element must begin. */
  #takeStrayDelimitation(bytes: Uint8Array, at: number, tag: Tag): boolean {
    const frame = this.#frames.top
    if (frame.kind === 'data-set') {
      if (this.#isPixelDataSeen || tag === ITEM) {
        throw this.#error('damaged', 'An item outside of any sequence', this.#position, tag)
      }
      this.#noteIrregularity('a delimitation without anything to end')
      this.#position += SHORT_HEADER_BYTES
      this.#afterElement()
      return true
    }
    if (frame.undefinedLength && tag !== ITEM_DELIMITATION) {
      // The item's own delimitation is missing: the next item, or the end of the sequence, ends it.
      if (tag === SEQUENCE_DELIMITATION && !this.#frames.parent?.undefinedLength) {
        throw this.#error('damaged', 'A sequence ends within an item', this.#position, tag)
      }
      this.#noteIrregularity('an item without its end')
      this.#leave()
      return this.#takeItem(bytes, at)
    }
    if (tag === ITEM) throw this.#error('damaged', 'An item begins within an item', this.#position, tag)
    if (!frame.undefinedLength) this.#noteIrregularity('a delimitation without anything to end')
    this.#position += SHORT_HEADER_BYTES
    if (frame.undefinedLength) this.#leave()
    this.#afterElement()
    return true
  }

  // — the end of the data set, and what follows —

  #noteRoot(tag: Tag): void {
    if (this.#frames.depth > 0) return
    // Behind the pixel data stand only padding, signatures and private groups; going back is garbage.
    if (this.#isPixelDataSeen && tag <= this.#rootTag && !this.#isTrustworthy()) {
      throw this.#error('damaged', 'Elements are not in ascending order', this.#position, tag)
    }
    this.#rootTag = tag
  }

  /** An explicit header with a VR of the standard: chance makes one in two thousand. */
  #isTrustworthy(): boolean {
    return !this.#frames.top.implicit && this.#header.vr !== 'UN'
  }

  /** Eight equal bytes are no element: the file was filled up to some size. */
  #isPaddingAt(bytes: Uint8Array, at: number, tag: Tag): boolean {
    const fill = tag & 0xff
    if (!isFill(bytes, at, at + SHORT_HEADER_BYTES)) return false
    this.#trailing = this.#isPixelDataSeen ? 'any' : { fill }
    this.#position += SHORT_HEADER_BYTES
    return true
  }

  #checkTrailing(bytes: Uint8Array, at: number, end: number): void {
    if (typeof this.#trailing === 'object') {
      const { fill } = this.#trailing
      for (let i = at; i < end; i++) {
        if (bytes[i] !== fill) throw this.#error('damaged', 'No element begins here', this.#position + i - at)
      }
    }
    this.#position += end - at
  }

  /** Garbage after the pixel data, and what looked like a sequence and is none, are no reason to refuse an object. */
  #recover(error: DicomError): boolean {
    const depth = this.#frames.tentativeDepth
    if (depth === undefined || error.code !== 'damaged') {
      if (this.#isPixelDataSeen) this.#trailing = 'any'
      return this.#isPixelDataSeen
    }
    const sequencesInside = this.#frames.sequences
    while (this.#frames.depth > depth) {
      if (this.#frames.top.kind === 'fragments') this.#visitor.endFragments()
      this.#frames.leave()
    }
    const { limit } = this.#frames.top
    this.#frames.leave()
    this.#isValueWanted = this.#visitor.abandonSequences(sequencesInside - this.#frames.sequences)
    this.#irregularity = this.#irregularityBefore
    this.#valueLeft = limit - this.#position
    return true
  }

  #noteIrregularity(what: string): void {
    this.#irregularity ??= { what, offset: this.offset }
  }

  #error(code: DicomProblem, detail: string, position = this.#position, tag?: Tag): DicomError {
    this.#found = new DicomError(code, detail, {
      offset: this.#offset + position,
      tag: tag ?? this.#header.tag,
    })
    return this.#found
  }
}

function isItem(bytes: Uint8Array, at: number, bigEndian: boolean): boolean {
  return tagAt(bytes, at, bigEndian) === ITEM
}

/** From the first element of an item: two letters where a VR stands are hardly ever a length. */
function decideEncoding(item: Frame, bytes: Uint8Array, at: number): void {
  item.undecided = false
  item.implicit = vrOfBytes(bytes[at + 4] ?? 0, bytes[at + 5] ?? 0) === undefined
}

function isFill(bytes: Uint8Array, start: number, end: number): boolean {
  const first = bytes[start]
  for (let at = start + 1; at < end; at++) if (bytes[at] !== first) return false
  return true
}
