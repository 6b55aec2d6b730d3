/** A frame's samples on a coarse grid, picked from its bytes as they come: one row is held at a time. */
import { DicomError } from '../dicom-error.ts'
import { TAG } from '../tags.ts'
import type { SampleLayout } from './image-facts.ts'

export interface Grid {
  readonly width: number
  readonly height: number
}

/** Never larger than the image; its shape stays. @param most of width and of height, in pixels */
export function gridWithin({ rows, columns }: SampleLayout, most: number): Grid {
  const scale = Math.min(1, most / rows, most / columns)
  return {
    width: Math.max(1, Math.round(columns * scale)),
    height: Math.max(1, Math.round(rows * scale)),
  }
}

/**
 * Stored values at the middle of each cell of the grid, the samples of a pixel side by side.
 *
 * @param frame in little endian, from its first byte on
 * @throws DicomError 'damaged' when it ends too early, and as the source does
 */
export async function sampled(
  layout: SampleLayout,
  grid: Grid,
  frame: AsyncIterable<Uint8Array>,
): Promise<Float64Array> {
  const { rows, columns, samples, bitsAllocated, isPlanar } = layout
  const perRow = isPlanar ? 1 : samples
  const rowBytes = (columns * perRow * bitsAllocated) / 8
  const values = new Float64Array(grid.width * grid.height * samples)
  const planes = isPlanar ? samples : 1
  const row = new RowWindow(rowBytes)
  let wanted = 0
  for await (const chunk of frame) {
    let at = 0
    while (at < chunk.length && wanted < planes * grid.height) {
      const [plane, line] = [Math.floor(wanted / grid.height), wanted % grid.height]
      const start = (plane * rows + middle(line, grid.height, rows)) * rowBytes
      at += row.take(chunk.subarray(at), start)
      if (!row.isFull) continue
      for (let x = 0; x < grid.width; x += 1) {
        const pixel = middle(x, grid.width, columns)
        for (let sample = 0; sample < perRow; sample += 1) {
          const place = (line * grid.width + x) * samples + (isPlanar ? plane : sample)
          values[place] = storedValue(layout, row.view, pixel * perRow + sample)
        }
      }
      row.empty()
      wanted += 1
    }
    if (wanted === planes * grid.height) return values
  }
  const place = { tag: TAG.PixelData, offset: 0 }
  throw new DicomError('damaged', 'The frame is shorter than its rows and columns', place)
}

function middle(index: number, of: number, size: number): number {
  return Math.floor(((index + 0.5) * size) / of)
}

/** One row out of a stream. */
class RowWindow {
  readonly view: DataView
  readonly #bytes: Uint8Array
  #filled = 0
  /** Of the stream, so far. */
  #at = 0

  constructor(rowBytes: number) {
    this.#bytes = new Uint8Array(rowBytes)
    this.view = new DataView(this.#bytes.buffer)
  }

  get isFull(): boolean {
    return this.#filled === this.#bytes.length
  }

  empty(): void {
    this.#filled = 0
  }

  /** Gives how many of the bytes it is done with. @param start of the row in the stream */
  take(bytes: Uint8Array, start: number): number {
    const skipped = Math.min(bytes.length, Math.max(0, start + this.#filled - this.#at))
    const part = bytes.subarray(skipped, skipped + this.#bytes.length - this.#filled)
    this.#bytes.set(part, this.#filled)
    this.#filled += part.length
    this.#at += skipped + part.length
    return skipped + part.length
  }
}

/** The bits that are stored, with their sign (PS3.5 §8.1.1). */
function storedValue(
  { bitsAllocated, bitsStored, highBit, isSigned }: SampleLayout,
  row: DataView,
  index: number,
): number {
  const raw =
    bitsAllocated === 8
      ? row.getUint8(index)
      : bitsAllocated === 16
        ? row.getUint16(2 * index, true)
        : row.getUint32(4 * index, true)
  const unsigned = Math.floor(raw / 2 ** (highBit + 1 - bitsStored)) % 2 ** bitsStored
  return isSigned && unsigned >= 2 ** (bitsStored - 1) ? unsigned - 2 ** bitsStored : unsigned
}
