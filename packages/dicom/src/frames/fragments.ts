/**
 * Frames of encapsulated pixel data (PS3.5 §A.4): which fragments make one, told by the Basic or Extended Offset
 * Table, else by the codestreams' own beginnings, else by counting.
 */
import { DicomError } from '../dicom-error.ts'
import { ITEM, SEQUENCE_DELIMITATION, tagAt, uint32At } from '../encoding/element-header.ts'
import type { TransferSyntax } from '../encoding/transfer-syntax.ts'

const ITEM_HEADER_BYTES = 8
/** Enough to tell a codestream's beginning. */
const HEAD_BYTES = 4
/** MPEG-2, MPEG-4, HEVC (PS3.5 §A.4.5 and on): one stream, however its fragments are cut. */
const VIDEO = /^1\.2\.840\.10008\.1\.2\.4\.10\d/

/** From the first item's header on, `start` inclusive, `end` exclusive, in bytes. */
export interface ItemSpan {
  readonly start: number
  readonly end: number
}

interface ItemVisitor {
  /** `offset`: of the item's header from the first byte that was pushed. */
  begin(offset: number, lengthBytes: number): void
  content(bytes: Uint8Array): void
}

/** Goes through items that arrive in parts of any size, and stops at their delimitation. */
class ItemWalker {
  readonly #visitor: ItemVisitor
  readonly #header = new Uint8Array(ITEM_HEADER_BYTES)
  #headerBytes = 0
  #left = 0
  /** Of the next header from the first byte that was pushed. */
  #headerOffset = 0
  isOver = false

  constructor(visitor: ItemVisitor) {
    this.#visitor = visitor
  }

  /** @throws DicomError 'damaged' */
  push(chunk: Uint8Array): void {
    let at = 0
    while (at < chunk.length && !this.isOver) {
      if (this.#left > 0) {
        const taken = Math.min(this.#left, chunk.length - at)
        this.#visitor.content(chunk.subarray(at, at + taken))
        this.#left -= taken
        at += taken
      } else at += this.#takeHeader(chunk.subarray(at))
    }
  }

  #takeHeader(bytes: Uint8Array): number {
    const taken = bytes.subarray(0, ITEM_HEADER_BYTES - this.#headerBytes)
    this.#header.set(taken, this.#headerBytes)
    this.#headerBytes += taken.length
    if (this.#headerBytes < ITEM_HEADER_BYTES) return taken.length
    this.#headerBytes = 0
    const tag = tagAt(this.#header, 0, false)
    if (tag === SEQUENCE_DELIMITATION) this.isOver = true
    else if (tag !== ITEM) {
      const place = { offset: this.#headerOffset, tag }
      throw new DicomError('damaged', 'Where a fragment must begin stands something else', place)
    } else {
      this.#left = uint32At(this.#header, 4, false)
      this.#visitor.begin(this.#headerOffset, this.#left)
      this.#headerOffset += ITEM_HEADER_BYTES + this.#left
    }
    return taken.length
  }
}

/** The content of items without their headers. @throws DicomError 'damaged', and as the source does */
export async function* itemContents(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const found: Uint8Array[] = []
  const walker = new ItemWalker({
    begin() {},
    content: (bytes) => void found.push(bytes),
  })
  for await (const chunk of chunks) {
    walker.push(chunk)
    yield* found.splice(0)
    if (walker.isOver) return
  }
}

export interface EncapsulatedImage {
  readonly transferSyntax: TransferSyntax
  /** As the object declares it. */
  readonly frames: number
  /** Value of the Extended Offset Table (7FE0,0001), if there is one. */
  readonly extendedOffsets: Uint8Array | undefined
}

/**
 * Where each frame's items lie, counted from the Basic Offset Table's header. Reads no more than the table where that
 * tells; a video is one frame.
 *
 * @param chunks from the Basic Offset Table's header on
 * @throws DicomError 'damaged', and as the source does
 */
export async function frameSpans(
  chunks: AsyncIterable<Uint8Array>,
  image: EncapsulatedImage,
): Promise<readonly ItemSpan[]> {
  const scan = new FragmentScan(image)
  for await (const chunk of chunks) {
    scan.push(chunk)
    if (scan.isOver) break
  }
  return scan.spans()
}

interface Fragment extends ItemSpan {
  readonly head: Uint8Array
}

class FragmentScan {
  readonly #image: EncapsulatedImage
  readonly #walker: ItemWalker
  readonly #fragments: Fragment[] = []
  #table: Uint8Array | undefined
  #tableBytes = 0
  #isInTable = false
  #isTableRead = false
  /** Of the table that were read. */
  #filled = 0
  /** Of the last fragment's head that were read. */
  #headBytes = 0

  constructor(image: EncapsulatedImage) {
    this.#image = image
    this.#walker = new ItemWalker({
      begin: (offset, lengthBytes) => this.#begin(offset, lengthBytes),
      content: (bytes) => this.#content(bytes),
    })
  }

  get isOver(): boolean {
    return this.#walker.isOver || (this.#isTableRead && this.#offsets().length === this.#image.frames)
  }

  push(chunk: Uint8Array): void {
    this.#walker.push(chunk)
  }

  spans(): readonly ItemSpan[] {
    const { frames, transferSyntax } = this.#image
    const base = ITEM_HEADER_BYTES + this.#tableBytes
    const offsets = this.#offsets()
    const isWhole = frames === 1 || VIDEO.test(transferSyntax.uid)
    if (isWhole) return [{ start: base, end: Number.POSITIVE_INFINITY }]
    if (offsets.length === frames) {
      return offsets.map((offset, index) => ({
        start: base + offset,
        end: base + (offsets[index + 1] ?? Number.POSITIVE_INFINITY),
      }))
    }
    return this.#byBeginnings()
  }

  #byBeginnings(): readonly ItemSpan[] {
    const { frames, transferSyntax } = this.#image
    const beginnings =
      this.#fragments.length === frames
        ? this.#fragments
        : this.#fragments.filter(({ head }) => beginsCodestream(head, transferSyntax.codestream))
    return beginnings.map(({ start }, index) => ({
      start,
      end: beginnings[index + 1]?.start ?? Number.POSITIVE_INFINITY,
    }))
  }

  #begin(offset: number, lengthBytes: number): void {
    if (this.#table === undefined) {
      // Four bytes a frame: what is longer is none.
      this.#table = new Uint8Array(Math.min(lengthBytes, 4 * this.#image.frames))
      this.#tableBytes = lengthBytes
      this.#isInTable = true
      this.#isTableRead = lengthBytes === 0
      this.#filled = 0
      return
    }
    this.#isInTable = false
    this.#isTableRead = true
    this.#headBytes = 0
    this.#fragments.push({
      start: offset,
      end: offset + ITEM_HEADER_BYTES + lengthBytes,
      head: new Uint8Array(HEAD_BYTES),
    })
  }

  #content(bytes: Uint8Array): void {
    if (this.#isInTable) {
      const table = this.#table ?? bytes
      const part = bytes.subarray(0, table.length - this.#filled)
      table.set(part, this.#filled)
      this.#filled += part.length
      if (this.#filled === table.length) this.#isTableRead = true
      return
    }
    if (this.#headBytes >= HEAD_BYTES) return
    const part = bytes.subarray(0, HEAD_BYTES - this.#headBytes)
    this.#fragments.at(-1)?.head.set(part, this.#headBytes)
    this.#headBytes += part.length
  }

  /** Where each frame begins, in bytes from the first fragment's header. */
  #offsets(): readonly number[] {
    const offsets: number[] = []
    const extended = this.#image.extendedOffsets
    if (extended !== undefined && extended.length >= 8) {
      const view = new DataView(extended.buffer, extended.byteOffset, extended.byteLength)
      for (let at = 0; at + 8 <= extended.length; at += 8) offsets.push(Number(view.getBigUint64(at, true)))
      return offsets
    }
    const table = this.#table ?? new Uint8Array(0)
    const view = new DataView(table.buffer, table.byteOffset, table.byteLength)
    for (let at = 0; at + 4 <= table.length; at += 4) offsets.push(view.getUint32(at, true))
    return offsets
  }
}

/** JPEG's SOI, JPEG 2000's SOC; of others each fragment begins one. */
function beginsCodestream(head: Uint8Array, codestream: TransferSyntax['codestream']): boolean {
  if (codestream === undefined) return true
  return head[0] === 0xff && head[1] === (codestream === 'jpeg' ? 0xd8 : 0x4f)
}
