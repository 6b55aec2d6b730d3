/** What an image says of its pixels (PS3.3 §C.7.6.3), and of how they are to be shown (§C.11.1, §C.11.2). */
import { frameCount } from '../frames/index.ts'
import type { ObjectElements } from '../object/index.ts'
import { TAG } from '../tags.ts'

const RESCALE_INTERCEPT = 0x00281052
const RESCALE_SLOPE = 0x00281053
const PIXEL_PADDING_VALUE = 0x00280120

/** How the samples of one frame lie. */
export interface SampleLayout {
  readonly rows: number
  readonly columns: number
  /** A pixel: 1, or 3 of a colour. */
  readonly samples: number
  readonly bitsAllocated: number
  readonly bitsStored: number
  readonly highBit: number
  readonly isSigned: boolean
  /** Each sample of all pixels before the next one. */
  readonly isPlanar: boolean
  /** Photometric Interpretation. */
  readonly photometric: string
}

/** How values become shades. */
export interface Shading {
  readonly slope: number
  readonly intercept: number
  /** The first one, in rescaled values. */
  readonly window: { readonly centre: number; readonly width: number } | undefined
  /** Stored value of pixels that show nothing. */
  readonly padding: number | undefined
}

export interface ImageFacts extends SampleLayout, Shading {
  readonly frames: number
}

/** Undefined: no image, or one whose size is not told. */
export function imageFacts(elements: ObjectElements): ImageFacts | undefined {
  const short = (tag: number) => unsignedOf(elements, tag)
  const [rows, columns] = [short(TAG.Rows) ?? 0, short(TAG.Columns) ?? 0]
  if (rows * columns === 0) return undefined
  const bitsAllocated = short(TAG.BitsAllocated) ?? 8
  const bitsStored = Math.min(short(TAG.BitsStored) ?? bitsAllocated, bitsAllocated)
  const centre = decimalOf(elements, TAG.WindowCenter)
  const width = decimalOf(elements, TAG.WindowWidth)
  return {
    rows,
    columns,
    samples: short(TAG.SamplesPerPixel) ?? 1,
    bitsAllocated,
    bitsStored,
    highBit: Math.max(bitsStored - 1, Math.min(short(TAG.HighBit) ?? bitsStored - 1, bitsAllocated - 1)),
    isSigned: short(TAG.PixelRepresentation) === 1,
    isPlanar: short(TAG.PlanarConfiguration) === 1,
    photometric: textValue(elements, TAG.PhotometricInterpretation) ?? 'MONOCHROME2',
    frames: frameCount({ elements }),
    slope: decimalOf(elements, RESCALE_SLOPE) || 1,
    intercept: decimalOf(elements, RESCALE_INTERCEPT) ?? 0,
    window: centre === undefined || width === undefined || width < 1 ? undefined : { centre, width },
    padding: paddingOf(elements),
  }
}

/** Signed where the pixels are (PS3.3 §C.7.5.1.1.2). */
function paddingOf(elements: ObjectElements): number | undefined {
  const padding = unsignedOf(elements, PIXEL_PADDING_VALUE)
  const isSigned = unsignedOf(elements, TAG.PixelRepresentation) === 1
  return padding !== undefined && isSigned && padding >= 0x8000 ? padding - 0x10000 : padding
}

function unsignedOf(elements: ObjectElements, tag: number): number | undefined {
  const value = elements.get(tag)?.value
  return value === undefined || value.length < 2 ? undefined : (value[0] ?? 0) + 256 * (value[1] ?? 0)
}

/** The first of several. */
function textValue(elements: ObjectElements, tag: number): string | undefined {
  const value = elements.get(tag)?.value
  if (value === undefined) return undefined
  const [first = ''] = new TextDecoder('latin1').decode(value).replaceAll('\0', ' ').split('\\')
  return first.trim() === '' ? undefined : first.trim()
}

function decimalOf(elements: ObjectElements, tag: number): number | undefined {
  const number = Number(textValue(elements, tag) ?? Number.NaN)
  return Number.isFinite(number) ? number : undefined
}
