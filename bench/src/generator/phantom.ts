/**
 * Pixels that look like a body in cross-section and behave like one to a compressor: large even shapes
 * under the noise of a detector. Stored values of 12 bits in 16.
 */
import { nextRandom } from './random.ts'

/** Half axes and middle as fractions of the image's size; `add` in stored values. */
interface Ellipse {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly add: number
}

/** Trunk, lungs, spine, heart: `height` from 0 (shoulders) to 1 (pelvis) moves and scales them. */
function trunk(height: number): readonly Ellipse[] {
  const lungs = Math.sin(Math.PI * Math.min(1, height * 1.4))
  const breadth = 0.4 + 0.04 * Math.sin(height * 5)
  return [
    { x: 0.5, y: 0.5, width: breadth, height: 0.3, add: 1040 },
    { x: 0.33, y: 0.47, width: 0.12 * lungs, height: 0.17 * lungs, add: -820 },
    { x: 0.67, y: 0.47, width: 0.12 * lungs, height: 0.17 * lungs, add: -820 },
    { x: 0.5, y: 0.7, width: 0.05, height: 0.06, add: 480 },
    { x: 0.47, y: 0.42, width: 0.09 * lungs, height: 0.08 * lungs, add: 150 },
  ]
}

/** Average of `noise` without its middle: four numbers of 6 bits. */
const NOISE_MIDDLE = 4 * 31.5

/**
 * Fills `pixels` row by row.
 *
 * @param height 0 to 1, the place of the slice (or the moment of a frame)
 * @param seed state of the noise; two slices with the same shapes and other seeds differ in every pixel
 */
export function paintSlice(
  pixels: Uint16Array,
  columns: number,
  { height, seed }: { height: number; seed: number },
): void {
  const rows = pixels.length / columns
  const shapes = trunk(height)
  const level = new Float32Array(columns)
  let state = seed
  for (let row = 0; row < rows; row++) {
    levelsOfRow(level, shapes, (row + 0.5) / rows)
    for (let column = 0; column < columns; column++) {
      state = nextRandom(state)
      const noise = (state & 63) + ((state >>> 6) & 63) + ((state >>> 12) & 63) + ((state >>> 18) & 63)
      const value = (level[column] ?? 0) + noise - NOISE_MIDDLE
      pixels[row * columns + column] = Math.min(Math.max(value, 0), 4095)
    }
  }
}

/** Shapes have straight edges in a row and so cost a span, not a test for every pixel. */
function levelsOfRow(level: Float32Array, shapes: readonly Ellipse[], y: number): void {
  level.fill(24)
  for (const { x, y: middle, width, height, add } of shapes) {
    const across = (y - middle) / height
    if (!(Math.abs(across) < 1)) continue
    const half = width * Math.sqrt(1 - across * across)
    const from = Math.max(0, Math.round((x - half) * level.length))
    const to = Math.min(level.length, Math.round((x + half) * level.length))
    for (let column = from; column < to; column++) level[column] = (level[column] ?? 0) + add
  }
}
