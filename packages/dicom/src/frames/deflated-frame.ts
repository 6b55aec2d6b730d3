/** Deflated Image Frame Compression (PS3.5 §A.4.14): each frame is a deflate stream (RFC 1951) of its native bytes. */
import { DicomError } from '../dicom-error.ts'
import { DeflatedStream } from '../encoding/deflated.ts'
import { nativeTransferSyntax } from '../encoding/transfer-syntax.ts'
import type { ReadObject } from '../object/index.ts'
import { TAG } from '../tags.ts'
import { frameLayout } from './frame-layout.ts'

export const DEFLATED_FRAMES = '1.2.840.10008.1.2.8.1'
/** What one piece inflates to is held: at most a thousand times as much. */
const PIECE_BYTES = 4096
/** The frame's own length bounds it. */
const NO_RATIO = { maxRatio: Number.POSITIVE_INFINITY, ratioFreeBytes: 0 }

/**
 * A frame's native bytes, as they come.
 *
 * @param frameBytes of the native frame; what follows them is not inflated
 * @throws DicomError 'damaged' when it is no deflate stream, or ends too early
 */
export async function* inflatedFrame(
  deflated: AsyncIterable<Uint8Array>,
  frameBytes: number,
): AsyncGenerator<Uint8Array> {
  const stream = new DeflatedStream(NO_RATIO, 0)
  let left = frameBytes
  for await (const chunk of deflated) {
    for (let at = 0; at < chunk.length && left > 0 && !stream.hasEnded; at += PIECE_BYTES) {
      const inflated: Uint8Array[] = []
      stream.push(chunk.subarray(at, at + PIECE_BYTES), (bytes) => {
        if (left > 0) inflated.push(bytes.slice(0, left))
        left -= Math.min(left, bytes.length)
      })
      yield* inflated
    }
  }
  if (left === 0) return
  const place = { tag: TAG.PixelData, offset: stream.inputBytes }
  throw new DicomError('damaged', 'The deflated frame is shorter than its rows and columns', place)
}

/** The object as if its frames had never been deflated: their pixel data has no place in its bytes. */
export function inflatedObject(object: ReadObject, frames: number): ReadObject & { frameBytes: number } {
  const { bitsPerFrame } = frameLayout(object)
  const frameBytes = Math.ceil(bitsPerFrame / 8)
  const native = nativeTransferSyntax({ vr: 'explicit', byteOrder: 'little' })
  return {
    ...object,
    transferSyntax: native ?? object.transferSyntax,
    pixelData: { kind: 'native', tag: TAG.PixelData, vr: 'OW', offset: 0, lengthBytes: frames * frameBytes },
    frameBytes,
  }
}
