/**
 * What the writer must remember of each instance until the package is finished, in columns of numbers: 37 bytes
 * an instance, whatever the instance weighs.
 */
const FIRST_CAPACITY = 1024

export interface InstanceRow {
  /** Where its ZIP local header begins. */
  readonly headerOffset: number
  readonly sizeBytes: number
  readonly crc32: number
  readonly hasZip64Header: boolean
  /** Ordinal of the series in the whole package. */
  readonly series: number
  /** Ordinal within the series; names the file. */
  readonly image: number
  /** Where its directory record lies in the spool. */
  readonly recordOffset: number
  readonly recordBytes: number
}

export class InstanceTable {
  #length = 0
  #headerOffset = new Float64Array(FIRST_CAPACITY)
  #sizeBytes = new Float64Array(FIRST_CAPACITY)
  #crc32 = new Uint32Array(FIRST_CAPACITY)
  #series = new Uint32Array(FIRST_CAPACITY)
  #image = new Uint32Array(FIRST_CAPACITY)
  #recordOffset = new Uint32Array(FIRST_CAPACITY)
  #recordBytes = new Uint32Array(FIRST_CAPACITY)
  #flags = new Uint8Array(FIRST_CAPACITY)

  get length(): number {
    return this.#length
  }

  add(row: InstanceRow): number {
    if (this.#length === this.#flags.length) this.#grow()
    const at = this.#length++
    this.#headerOffset[at] = row.headerOffset
    this.#sizeBytes[at] = row.sizeBytes
    this.#crc32[at] = row.crc32
    this.#series[at] = row.series
    this.#image[at] = row.image
    this.#recordOffset[at] = row.recordOffset
    this.#recordBytes[at] = row.recordBytes
    this.#flags[at] = row.hasZip64Header ? ZIP64_HEADER : 0
    return at
  }

  row(at: number): InstanceRow {
    this.#requirePresent(at)
    return {
      headerOffset: this.#headerOffset[at] ?? 0,
      sizeBytes: this.#sizeBytes[at] ?? 0,
      crc32: this.#crc32[at] ?? 0,
      hasZip64Header: ((this.#flags[at] ?? 0) & ZIP64_HEADER) !== 0,
      series: this.#series[at] ?? 0,
      image: this.#image[at] ?? 0,
      recordOffset: this.#recordOffset[at] ?? 0,
      recordBytes: this.#recordBytes[at] ?? 0,
    }
  }

  /** Of `row`, what loops over all instances need. */
  seriesOf(at: number): number {
    return this.#series[at] ?? 0
  }

  recordBytesOf(at: number): number {
    return this.#recordBytes[at] ?? 0
  }

  isDropped(at: number): boolean {
    return ((this.#flags[at] ?? 0) & DROPPED) !== 0
  }

  drop(at: number): void {
    this.#requirePresent(at)
    this.#flags[at] = (this.#flags[at] ?? 0) | DROPPED
  }

  move(at: number, headerOffset: number): void {
    this.#requirePresent(at)
    this.#headerOffset[at] = headerOffset
  }

  /** Instances still in the package, in the order in which they lie in the file. */
  *kept(): Generator<number> {
    for (let at = 0; at < this.#length; at++) if (!this.isDropped(at)) yield at
  }

  #requirePresent(at: number): void {
    if (!(at >= 0 && at < this.#length)) throw new RangeError(`no instance ${at} among ${this.#length}`)
  }

  #grow(): void {
    const capacity = this.#flags.length * 2
    this.#headerOffset = copyInto(new Float64Array(capacity), this.#headerOffset)
    this.#sizeBytes = copyInto(new Float64Array(capacity), this.#sizeBytes)
    this.#crc32 = copyInto(new Uint32Array(capacity), this.#crc32)
    this.#series = copyInto(new Uint32Array(capacity), this.#series)
    this.#image = copyInto(new Uint32Array(capacity), this.#image)
    this.#recordOffset = copyInto(new Uint32Array(capacity), this.#recordOffset)
    this.#recordBytes = copyInto(new Uint32Array(capacity), this.#recordBytes)
    this.#flags = copyInto(new Uint8Array(capacity), this.#flags)
  }
}

const ZIP64_HEADER = 1
const DROPPED = 2

function copyInto<Column extends { set(from: Column): void }>(target: Column, source: Column): Column {
  target.set(source)
  return target
}
