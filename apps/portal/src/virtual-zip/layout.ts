/** Where everything of the virtual ZIP lies, known before a single byte of a file has been read. */
import {
  centralRecordLength,
  type Directory,
  descriptorLength,
  type EntryPlace,
  endLength,
  localHeaderLength,
  type Zip64Limits,
} from './records.ts'

export type PieceKind = 'header' | 'data' | 'descriptor' | 'central' | 'end'

/** Bytes [from, to) of one record or file; `entry` is -1 for the end records. */
export interface Piece {
  readonly kind: PieceKind
  readonly entry: number
  readonly from: number
  readonly to: number
}

export type EntryFacts = Omit<EntryPlace, 'offset'>

export class Layout {
  readonly sizeBytes: number
  readonly directory: Directory
  readonly #entries: readonly EntryFacts[]
  readonly #limits: Zip64Limits
  /** Offsets of the local headers, and of the central records, each with the end of the last at its end. */
  readonly #locals: Float64Array
  readonly #centrals: Float64Array

  constructor(entries: readonly EntryFacts[], limits: Zip64Limits) {
    this.#entries = entries
    this.#limits = limits
    this.#locals = new Float64Array(entries.length + 1)
    this.#centrals = new Float64Array(entries.length + 1)
    let at = 0
    for (const [entry, facts] of entries.entries()) {
      this.#locals[entry] = at
      at += localHeaderLength(facts, limits) + facts.sizeBytes + descriptorLength(facts, limits)
    }
    this.#locals[entries.length] = at
    for (let entry = 0; entry < entries.length; entry += 1) {
      this.#centrals[entry] = at
      at += centralRecordLength(this.place(entry), limits)
    }
    this.#centrals[entries.length] = at
    const directoryOffset = this.#locals[entries.length] ?? 0
    this.directory = { entries: entries.length, offset: directoryOffset, sizeBytes: at - directoryOffset }
    this.sizeBytes = at + endLength(this.directory, limits)
  }

  place(entry: number): EntryPlace {
    const facts = this.#entries[entry]
    const offset = this.#locals[entry]
    if (facts === undefined || offset === undefined) throw new RangeError(`No entry ${entry}`)
    return { ...facts, offset }
  }

  /** What bytes [start, end) of the ZIP are made of, in order; data in pieces of at most `longestBytes`. */
  *pieces(start: number, end: number, longestBytes: number): Generator<Piece> {
    const stop = Math.min(end, this.sizeBytes)
    let at = start
    while (at < stop) {
      const { kind, entry, offset, length } = this.#recordAt(at)
      const from = at - offset
      const to = Math.min(length, stop - offset, kind === 'data' ? from + longestBytes : length)
      yield { kind, entry, from, to }
      at = offset + to
    }
  }

  /** The record or file data that holds the byte at `position`. Empty files have no data to be found. */
  #recordAt(position: number): { kind: PieceKind; entry: number; offset: number; length: number } {
    const centralEnd = this.directory.offset + this.directory.sizeBytes
    if (position >= centralEnd) {
      return { kind: 'end', entry: -1, offset: centralEnd, length: this.sizeBytes - centralEnd }
    }
    if (position >= this.directory.offset) {
      const entry = lastAtOrBefore(this.#centrals, position)
      const offset = this.#centrals[entry] ?? 0
      return { kind: 'central', entry, offset, length: centralRecordLength(this.place(entry), this.#limits) }
    }
    const entry = lastAtOrBefore(this.#locals, position)
    const place = this.place(entry)
    const dataOffset = place.offset + localHeaderLength(place, this.#limits)
    if (position < dataOffset) {
      return { kind: 'header', entry, offset: place.offset, length: dataOffset - place.offset }
    }
    const descriptorOffset = dataOffset + place.sizeBytes
    if (position < descriptorOffset)
      return { kind: 'data', entry, offset: dataOffset, length: place.sizeBytes }
    return {
      kind: 'descriptor',
      entry,
      offset: descriptorOffset,
      length: descriptorLength(place, this.#limits),
    }
  }
}

/** Binary search: the last index whose offset is not beyond `position`. */
function lastAtOrBefore(offsets: Float64Array, position: number): number {
  let low = 0
  let high = offsets.length - 1
  while (high - low > 1) {
    const middle = (low + high) >>> 1
    if ((offsets[middle] ?? 0) <= position) low = middle
    else high = middle
  }
  return low
}
