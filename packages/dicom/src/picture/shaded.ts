/** Stored values as colours of a screen: modality and window (PS3.3 §C.11.1, §C.11.2), palette and colour spaces (§C.7.6.3). */
import type { ImageFacts } from './image-facts.ts'
import type { Palette } from './palette.ts'

/** Four bytes a pixel. */
export type Rgba = Uint8ClampedArray<ArrayBuffer>

export function shaded(facts: ImageFacts, values: Float64Array, palette: Palette | undefined): Rgba {
  const rgba = new Uint8ClampedArray((4 * values.length) / facts.samples)
  if (facts.samples === 3) colour(facts, values, rgba)
  else if (palette !== undefined) fill(rgba, (pixel) => palette(values[pixel] ?? 0))
  else {
    const shade = shadeOf(facts, values)
    fill(rgba, (pixel) => {
      const grey = shade(values[pixel] ?? 0)
      return [grey, grey, grey]
    })
  }
  return rgba
}

function fill(rgba: Rgba, colourOf: (pixel: number) => readonly [number, number, number]): void {
  for (let pixel = 0; pixel < rgba.length / 4; pixel += 1) rgba.set([...colourOf(pixel), 255], 4 * pixel)
}

function colour({ bitsStored, photometric }: ImageFacts, values: Float64Array, rgba: Rgba): void {
  const scale = 255 / (2 ** bitsStored - 1)
  const at = (pixel: number, sample: number) => (values[3 * pixel + sample] ?? 0) * scale
  const isRgb = photometric === 'RGB'
  fill(rgba, (pixel) => {
    const [one, two, three] = [at(pixel, 0), at(pixel, 1), at(pixel, 2)]
    return isRgb ? [one, two, three] : fromYbr(one, two - 128, three - 128)
  })
}

/** PS3.3 §C.7.6.3.1.2, YBR_FULL. */
function fromYbr(y: number, cb: number, cr: number): readonly [number, number, number] {
  return [y + 1.402 * cr, y - 0.344136 * cb - 0.714136 * cr, y + 1.772 * cb]
}

function shadeOf(facts: ImageFacts, values: Float64Array): (stored: number) => number {
  const { slope, intercept, photometric } = facts
  const { centre, width } = facts.window ?? spanOf(facts, values)
  const isInverse = photometric === 'MONOCHROME1'
  // PS3.3 §C.11.2.1.2.1, the function LINEAR.
  const lowest = centre - 0.5 - (width - 1) / 2
  const highest = centre - 0.5 + (width - 1) / 2
  return (stored) => {
    const value = stored * slope + intercept
    const grey = value <= lowest ? 0 : value > highest ? 255 : ((value - lowest) / (width - 1)) * 255
    return isInverse ? 255 - grey : grey
  }
}

/** An image that names no window: all that is in it. */
function spanOf({ slope, intercept, padding }: ImageFacts, values: Float64Array) {
  let [lowest, highest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const stored of values) {
    if (stored === padding) continue
    const value = stored * slope + intercept
    lowest = Math.min(lowest, value)
    highest = Math.max(highest, value)
  }
  if (lowest > highest) return { centre: 0.5, width: 1 }
  return { centre: (lowest + highest + 1) / 2, width: highest - lowest + 1 }
}
