/**
 * An object on its way in: first what stands before the data set, then the data set, through an inflater where it
 * is deflated, into a walker.
 */

import { DicomError } from '../dicom-error.ts'
import { DataSetWalker, type WalkEnd, type WalkVisitor } from '../encoding/data-set-walker.ts'
import { DeflatedStream } from '../encoding/deflated.ts'
import { SNIFFED_BYTES } from '../encoding/sniff.ts'
import { type FileMeta, FileMetaReader } from '../file/file-meta.ts'
import type { ReadingLimits } from './reading-limits.ts'
import { type SettledEncoding, settleEncoding } from './settle-encoding.ts'

const FIRST_PREFIX_BYTES = 1024
const PADDING = 0
/** CRC-32 and length of what was deflated (RFC 1952 §2.3.1). */
const GZIP_TRAILER_BYTES = 8

export interface ObjectEnd {
  readonly objectBytes: number
  /** Of a deflated object as if it were inflated. */
  readonly offsetBehindPixelData: number | undefined
  readonly isPixelDataCut: boolean
  readonly hasTrailingBytes: boolean
  readonly irregularity: WalkEnd['irregularity']
}

export interface ObjectBody {
  readonly meta: FileMeta
  readonly settled: SettledEncoding
  /** Preamble and File Meta Information as they came; empty before a bare data set. */
  readonly head: Uint8Array
}

interface Body extends ObjectBody {
  readonly walker: DataSetWalker
  readonly deflated: DeflatedStream | undefined
}

export class ObjectStream {
  readonly #visitor: WalkVisitor
  readonly #limits: ReadingLimits
  readonly #metaReader: FileMetaReader
  /** The beginning of the input, until the data set has begun. Grows by what came. */
  #prefix = new Uint8Array(FIRST_PREFIX_BYTES)
  #prefixBytes = 0
  #meta: FileMeta | undefined
  #body: Body | undefined
  /** What follows a deflate stream. */
  #bytesBehind = 0
  readonly #behind = new Uint8Array(GZIP_TRAILER_BYTES + 1)

  constructor(visitor: WalkVisitor, limits: ReadingLimits) {
    this.#visitor = visitor
    this.#limits = limits
    this.#metaReader = new FileMetaReader(limits.maxMetaBytes)
  }

  /** Undefined: the data set has not begun yet. */
  get body(): ObjectBody | undefined {
    return this.#body
  }

  /** Where the walk stands. */
  get offset(): number {
    return this.#body?.walker.offset ?? this.#prefixBytes
  }

  /** @throws DicomError, or what the visitor throws */
  push(chunk: Uint8Array): void {
    let rest = chunk
    while (this.#body === undefined && rest.length > 0) rest = this.#pushPrefix(rest)
    if (this.#body !== undefined && rest.length > 0) this.#pushBody(this.#body, rest)
  }

  /**
   * What is pushed next begins at `offset`, with an element of the data set itself, and is told to `visitor`. Not for
   * deflated objects, which cannot be read from anywhere but their beginning.
   */
  continueAt(offset: number, visitor: WalkVisitor): void {
    if (this.#body === undefined || this.#body.deflated !== undefined)
      throw new TypeError('no place to go to')
    this.#body = { ...this.#body, walker: this.#walker(this.#body.settled, offset, visitor) }
  }

  /** @throws DicomError, or what the visitor throws */
  end(): ObjectEnd {
    if (this.#prefixBytes === 0) throw new DicomError('empty-file', 'The file is empty', { offset: 0 })
    const body = this.#body ?? this.#begin(true)
    if (body === undefined)
      throw new DicomError('truncated', 'The file ends early', { offset: this.#prefixBytes })
    const { deflated, walker, meta } = body
    if (deflated !== undefined && !deflated.hasEnded) {
      const offset = meta.dataSetOffset + deflated.inputBytes
      throw new DicomError('truncated', 'The deflated data set is cut off', { offset })
    }
    const { wholeBytes, ...end } = walker.end()
    if (deflated === undefined) return { ...end, objectBytes: meta.dataSetOffset + wholeBytes }
    const ownBytes = this.#ownBytesBehind(deflated)
    return {
      ...end,
      objectBytes: meta.dataSetOffset + deflated.inputBytes + ownBytes,
      hasTrailingBytes: end.hasTrailingBytes || this.#bytesBehind > ownBytes,
    }
  }

  /** A byte of padding to an even length (PS3.5 §A.5), or the trailer of gzip, which some writers forget to leave out. */
  #ownBytesBehind({ inputBytes, outputBytes }: DeflatedStream): number {
    const behind = new DataView(this.#behind.buffer)
    if (this.#bytesBehind >= GZIP_TRAILER_BYTES && behind.getUint32(4, true) === outputBytes % 2 ** 32) {
      const isPadded = this.#bytesBehind > GZIP_TRAILER_BYTES && inputBytes % 2 === 1
      return GZIP_TRAILER_BYTES + (isPadded && behind.getUint8(GZIP_TRAILER_BYTES) === PADDING ? 1 : 0)
    }
    return this.#bytesBehind > 0 && inputBytes % 2 === 1 && behind.getUint8(0) === PADDING ? 1 : 0
  }

  /** @returns what of the chunk is still to be pushed */
  #pushPrefix(chunk: Uint8Array): Uint8Array {
    if (this.#prefixBytes === this.#prefix.length) {
      const grown = new Uint8Array(2 * this.#prefix.length)
      grown.set(this.#prefix)
      this.#prefix = grown
    }
    const taken = chunk.subarray(0, this.#prefix.length - this.#prefixBytes)
    this.#prefix.set(taken, this.#prefixBytes)
    this.#prefixBytes += taken.length
    this.#begin(false)
    return chunk.subarray(taken.length)
  }

  /** Begins the data set as soon as the prefix tells how. */
  #begin(isWhole: boolean): Body | undefined {
    const prefix = this.#prefix.subarray(0, this.#prefixBytes)
    const meta = this.#meta ?? this.#metaReader.read(prefix, isWhole)
    this.#meta = meta
    if (meta === undefined) return undefined
    const first = prefix.subarray(meta.dataSetOffset)
    if (first.length < SNIFFED_BYTES && !isWhole) return undefined
    if (first.length === 0) {
      throw new DicomError('no-data-set', 'Nothing follows the preamble and File Meta Information', {
        offset: meta.dataSetOffset,
      })
    }
    const settled = settleEncoding(meta, first)
    const offset = meta.dataSetOffset
    const { syntax } = settled
    const body = {
      meta,
      settled,
      head: prefix.subarray(0, offset),
      walker: this.#walker(settled, offset, this.#visitor),
      deflated: syntax.deflated ? new DeflatedStream(this.#limits, offset) : undefined,
    }
    this.#body = body
    this.#pushBody(body, first)
    return body
  }

  #walker({ syntax }: SettledEncoding, offset: number, visitor: WalkVisitor): DataSetWalker {
    return new DataSetWalker(visitor, { encoding: syntax, maxDepth: this.#limits.maxDepth, offset })
  }

  #pushBody({ walker, deflated }: Body, bytes: Uint8Array): void {
    if (deflated === undefined) {
      walker.push(bytes)
      return
    }
    const used = deflated.push(bytes, (inflated) => walker.push(inflated))
    if (used === bytes.length) return
    this.#behind.set(
      bytes.subarray(used, used + Math.max(0, this.#behind.length - this.#bytesBehind)),
      Math.min(this.#bytesBehind, this.#behind.length),
    )
    this.#bytesBehind += bytes.length - used
  }
}
