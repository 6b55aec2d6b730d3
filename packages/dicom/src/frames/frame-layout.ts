/** How frames lie in native pixel data (PS3.5 §8, PS3.3 §C.7.6.3). */
import type { Tag } from '../data-set.ts'
import { DicomError } from '../dicom-error.ts'
import type { ReadObject } from '../object/index.ts'
import { TAG } from '../tags.ts'

export interface FrameLayout {
  readonly frames: number
  /** Of one frame; of one-bit pixels not always a whole number of bytes. */
  readonly bitsPerFrame: number
  /** Bytes that change places in big endian. */
  readonly unitBytes: 1 | 2 | 4 | 8
}

/** @throws DicomError 'damaged' when the image's size is not told */
export function frameLayout({ elements, pixelData }: ReadObject): FrameLayout {
  const number = (tag: Tag) => numberIn(elements.get(tag)?.value)
  const rows = number(TAG.Rows)
  const columns = number(TAG.Columns)
  if (rows === undefined || columns === undefined || rows * columns === 0) {
    throw new DicomError('damaged', 'The image does not tell its rows and columns', {
      tag: TAG.Rows,
      offset: 0,
    })
  }
  const samples = number(TAG.SamplesPerPixel) ?? 1
  const allocated = number(TAG.BitsAllocated) ?? 8
  const isSubsampled = photometric(elements.get(TAG.PhotometricInterpretation)?.value) === 'YBR_FULL_422'
  const isFloat = pixelData.kind === 'native' && pixelData.tag !== TAG.PixelData
  // Two samples a pixel: each second column has no chrominance of its own (PS3.3 §C.7.6.3.1.2).
  const perPixel = isSubsampled && samples === 3 ? 2 : samples
  return {
    frames: frameCount({ elements }),
    bitsPerFrame: rows * columns * perPixel * allocated,
    unitBytes: isFloat ? (allocated === 64 ? 8 : 4) : 2,
  }
}

export function frameCount({ elements }: Pick<ReadObject, 'elements'>): number {
  const value = elements.get(TAG.NumberOfFrames)?.value
  const text = value === undefined ? '' : new TextDecoder().decode(value).replaceAll('\0', ' ').trim()
  const count = Number.parseInt(text, 10)
  return Number.isSafeInteger(count) && count > 0 ? count : 1
}

function numberIn(value: Uint8Array | undefined): number | undefined {
  return value === undefined || value.length < 2 ? undefined : (value[0] ?? 0) + 256 * (value[1] ?? 0)
}

function photometric(value: Uint8Array | undefined): string {
  return value === undefined ? '' : new TextDecoder().decode(value).replaceAll('\0', ' ').trim()
}

/** The bytes that hold frame `index` (from 0), and by how many bits the first pixel stands within them. */
export function frameBytes(
  { bitsPerFrame }: FrameLayout,
  index: number,
): { readonly start: number; readonly end: number; readonly shiftBits: number } {
  const firstBit = index * bitsPerFrame
  return {
    start: Math.floor(firstBit / 8),
    end: Math.ceil((firstBit + bitsPerFrame) / 8),
    shiftBits: firstBit % 8,
  }
}

/** One-bit frames follow each other without a gap: this one moved to begin with a whole byte (PS3.18 §8.7.3.3.2). */
export function aligned(bytes: Uint8Array, shiftBits: number, bitsPerFrame: number): Uint8Array {
  const whole = Math.ceil(bitsPerFrame / 8)
  if (shiftBits === 0) return bytes.subarray(0, whole)
  const moved = new Uint8Array(whole)
  for (let at = 0; at < whole; at++) {
    moved[at] = ((bytes[at] ?? 0) >> shiftBits) | (((bytes[at + 1] ?? 0) << (8 - shiftBits)) & 0xff)
  }
  return moved
}
