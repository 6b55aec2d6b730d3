/**
 * Many files as one ZIP that exists nowhere: any range of it can be asked for, as a resumable upload does. One
 * upload of a gigabyte is far quicker than thousands of small ones. Memory holds the range that was asked for and
 * a few numbers per file, never a whole file.
 */
import { crc32 } from './crc32.ts'
import { entryNames } from './entry-names.ts'
import { Layout, type Piece } from './layout.ts'
import { centralRecord, descriptor, end, localHeader, type Zip64Limits, zip64Limits } from './records.ts'

export interface ZipFile {
  readonly path: string
  /** Its data as it will lie in the ZIP. */
  readonly file: Blob
  /** Of it, where known: for a file on the disk the browser has to look each time. */
  readonly sizeBytes?: number
  /** It comes packed, out of another ZIP; undefined: it is a file as it is. */
  readonly packed?: PackedFacts
}

export interface PackedFacts {
  readonly method: number
  /** Of what it unpacks to. */
  readonly crc32: number
  readonly sizeBytes: number
}

const methodStored = 0

/** A file that changed, moved or went away with its disk after it had been chosen. */
export class UnreadableFileError extends Error {
  readonly path: string

  constructor(path: string, cause?: unknown) {
    super(`${path} cannot be read any more`, { cause })
    this.name = 'UnreadableFileError'
    this.path = path
  }
}

const longestReadBytes = 4 * 1024 * 1024
/** Files are read ahead of their turn, or thousands of small ones would wait for each other. */
const readsAhead = 8

export class VirtualZip {
  readonly sizeBytes: number
  readonly #files: readonly ZipFile[]
  readonly #layout: Layout
  readonly #limits: Zip64Limits
  /** Per file: the CRC over its first `#summedBytes` bytes. */
  readonly #crcs: Uint32Array
  readonly #summedBytes: Float64Array
  #last: Promise<unknown> = Promise.resolve()

  constructor(files: readonly ZipFile[], limits: Zip64Limits = zip64Limits) {
    const encoder = new TextEncoder()
    this.#files = files
    this.#limits = limits
    const names = entryNames(files.map(({ path }) => path))
    this.#layout = new Layout(
      files.map(({ file, sizeBytes = file.size, packed }, index) => ({
        name: encoder.encode(names[index]),
        sizeBytes,
        method: packed?.method ?? methodStored,
        unpackedBytes: packed?.sizeBytes ?? sizeBytes,
      })),
      limits,
    )
    this.sizeBytes = this.#layout.sizeBytes
    this.#crcs = new Uint32Array(files.length)
    this.#summedBytes = new Float64Array(files.length)
  }

  /**
   * Bytes [start, end), cut at the end of the ZIP. Read in order, each file is read once; a jump ahead re-reads
   * what the CRCs in between need. Throws UnreadableFileError.
   */
  slice(start: number, end: number): Promise<Uint8Array<ArrayBuffer>[]> {
    // One at a time: the running CRCs belong to whoever reads.
    const result = this.#last.then(() => this.#read(start, end))
    this.#last = result.catch(() => undefined)
    return result
  }

  async #read(start: number, end: number): Promise<Uint8Array<ArrayBuffer>[]> {
    const parts: Uint8Array<ArrayBuffer>[] = []
    const upcoming = this.#layout.pieces(start, end, longestReadBytes)
    const window: { piece: Piece; bytes: Promise<Uint8Array<ArrayBuffer>> | undefined }[] = []
    const fill = () => {
      while (window.length < readsAhead) {
        const next = upcoming.next()
        if (next.done) return
        const piece = next.value
        const bytes = piece.kind === 'data' ? this.#readFile(piece.entry, piece.from, piece.to) : undefined
        // Its failure is met when its turn comes; until then it is not unhandled.
        bytes?.catch(() => undefined)
        window.push({ piece, bytes })
      }
    }
    fill()
    for (let turn = window.shift(); turn; turn = window.shift()) {
      fill()
      const { piece, bytes } = turn
      if (bytes) {
        const data = await bytes
        this.#sum(piece, data)
        parts.push(data)
      } else {
        parts.push((await this.#record(piece)).slice(piece.from, piece.to))
      }
    }
    return parts
  }

  async #record({ kind, entry }: Piece): Promise<Uint8Array> {
    if (kind === 'end') return end(this.#layout.directory, this.#limits)
    const place = this.#layout.place(entry)
    if (kind === 'header') return localHeader(place, this.#limits)
    const crc = await this.#crcOf(entry)
    return kind === 'descriptor'
      ? descriptor(place, crc, this.#limits)
      : centralRecord(place, crc, this.#limits)
  }

  /** Of the whole file; reads the part that no slice has passed over. */
  async #crcOf(entry: number): Promise<number> {
    const { packed } = this.#files[entry] ?? {}
    if (packed) return packed.crc32
    const { sizeBytes } = this.#layout.place(entry)
    for (let from = this.#summedBytes[entry] ?? 0; from < sizeBytes; from += longestReadBytes) {
      const to = Math.min(sizeBytes, from + longestReadBytes)
      this.#sum({ kind: 'data', entry, from, to }, await this.#readFile(entry, from, to))
    }
    return this.#crcs[entry] ?? 0
  }

  /** Continues the file's CRC if this piece reaches past what is summed and leaves no gap. */
  #sum({ entry, from, to }: Piece, bytes: Uint8Array): void {
    if (this.#files[entry]?.packed) return
    const summed = this.#summedBytes[entry] ?? 0
    if (from > summed || to <= summed) return
    this.#crcs[entry] = crc32(bytes.subarray(summed - from), this.#crcs[entry])
    this.#summedBytes[entry] = to
  }

  async #readFile(entry: number, from: number, to: number): Promise<Uint8Array<ArrayBuffer>> {
    const source = this.#files[entry]
    if (!source) throw new RangeError(`No file ${entry}`)
    let bytes: Uint8Array<ArrayBuffer>
    try {
      bytes = new Uint8Array(await source.file.slice(from, to).arrayBuffer())
    } catch (error) {
      throw new UnreadableFileError(source.path, error)
    }
    // A file that shrank gives fewer bytes and no error.
    if (bytes.length !== to - from) throw new UnreadableFileError(source.path)
    return bytes
  }
}
