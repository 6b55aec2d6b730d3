/** Makes a picture smaller by averaging (PS3.18 §8.3.5.1.3: the aspect ratio stays). */
export interface Bitmap {
  readonly width: number
  readonly height: number
  /** Four bytes a pixel, row by row. */
  readonly rgba: Uint8Array
}

/** Never larger than it was. */
export function shrunk(
  bitmap: Bitmap,
  fit: { readonly width: number; readonly height: number } | undefined,
): Bitmap {
  const { width, height, rgba } = bitmap
  const scale = fit === undefined ? 1 : Math.min(1, fit.width / width, fit.height / height)
  if (scale === 1) return bitmap
  const columns = Math.max(1, Math.round(width * scale))
  const rows = Math.max(1, Math.round(height * scale))
  const small = new Uint8Array(4 * columns * rows)
  for (let y = 0; y < rows; y++) {
    const [top, bottom] = covered(y, rows, height)
    for (let x = 0; x < columns; x++) {
      const [left, right] = covered(x, columns, width)
      const at = 4 * (y * columns + x)
      for (let channel = 0; channel < 4; channel++) {
        let sum = 0
        for (let row = top; row < bottom; row++) {
          for (let column = left; column < right; column++)
            sum += rgba[4 * (row * width + column) + channel] ?? 0
        }
        small[at + channel] = Math.round(sum / ((bottom - top) * (right - left)))
      }
    }
  }
  return { width: columns, height: rows, rgba: small }
}

function covered(index: number, of: number, size: number): readonly [number, number] {
  const first = Math.floor((index * size) / of)
  return [first, Math.max(first + 1, Math.floor(((index + 1) * size) / of))]
}
