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

export class Layout {
  readonly sizeBytes: number
  readonly directory: Directory
  readonly #names: readonly Uint8Array[]
  readonly #sizes: readonly number[]
  readonly #limits: Zip64Limits
  /** Offsets of the local headers, and of the central records, each with the end of the last at its end. */
  readonly #locals: Float64Array
  readonly #centrals: Float64Array

  constructor(names: readonly Uint8Array[], sizes: readonly number[], limits: Zip64Limits) {
    this.#names = names
    this.#sizes = sizes
    this.#limits = limits
    this.#locals = new Float64Array(names.length + 1)
    this.#centrals = new Float64Array(names.length + 1)
    let at = 0
    for (const [entry, name] of names.entries()) {
      const sizeBytes = sizes[entry] ?? 0
      this.#locals[entry] = at
      at +=
        localHeaderLength({ name, sizeBytes }, limits) + sizeBytes + descriptorLength({ sizeBytes }, limits)
    }
    this.#locals[names.length] = at
    for (let entry = 0; entry < names.length; entry += 1) {
      this.#centrals[entry] = at
      at += centralRecordLength(this.place(entry), limits)
    }
    this.#centrals[names.length] = at
    const directoryOffset = this.#locals[names.length] ?? 0
    this.directory = { entries: names.length, offset: directoryOffset, sizeBytes: at - directoryOffset }
    this.sizeBytes = at + endLength(this.directory, limits)
  }

  place(entry: number): EntryPlace {
    const name = this.#names[entry]
    const sizeBytes = this.#sizes[entry]
    const offset = this.#locals[entry]
    if (name === undefined || sizeBytes === undefined || offset === undefined) {
      throw new RangeError(`No entry ${entry}`)
    }
    return { name, sizeBytes, offset }
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
