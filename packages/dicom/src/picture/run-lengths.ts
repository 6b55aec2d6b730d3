/** RLE Lossless (PS3.5 annex G): each byte of each sample is a plane of its own, its runs counted. */
import { DicomError } from '../dicom-error.ts'
import { TAG } from '../tags.ts'
import type { SampleLayout } from './image-facts.ts'

const HEADER_BYTES = 64
const NO_RUN = 128

/** The frame in little endian, plane by plane. @throws DicomError 'damaged' */
export function withoutRunLengths(
  { rows, columns, samples, bitsAllocated }: SampleLayout,
  frame: Uint8Array,
): Uint8Array {
  const pixels = rows * columns
  const sampleBytes = bitsAllocated / 8
  if (frame.length < HEADER_BYTES) throw damaged()
  const header = new DataView(frame.buffer, frame.byteOffset, HEADER_BYTES)
  const segments = header.getUint32(0, true)
  if (segments !== samples * sampleBytes) throw damaged()
  const native = new Uint8Array(pixels * samples * sampleBytes)
  for (let segment = 0; segment < segments; segment += 1) {
    const start = header.getUint32(4 * (segment + 1), true)
    const end = segment + 1 < segments ? header.getUint32(4 * (segment + 2), true) : frame.length
    // The most significant byte comes first (§G.2).
    const sample = Math.floor(segment / sampleBytes)
    const offset = sample * pixels * sampleBytes + (sampleBytes - 1 - (segment % sampleBytes))
    unpack(frame.subarray(start, end), pixels, (index, byte) => {
      native[offset + index * sampleBytes] = byte
    })
  }
  return native
}

function unpack(packed: Uint8Array, count: number, put: (index: number, byte: number) => void): void {
  let done = 0
  for (let at = 0; done < count; ) {
    const control = packed[at]
    if (control === undefined) throw damaged()
    at += 1
    if (control === NO_RUN) continue
    const isLiteral = control < NO_RUN
    const length = Math.min(isLiteral ? control + 1 : 257 - control, count - done)
    if (at + (isLiteral ? length : 1) > packed.length) throw damaged()
    for (let index = 0; index < length; index += 1)
      put(done + index, packed[isLiteral ? at + index : at] ?? 0)
    at += isLiteral ? control + 1 : 1
    done += length
  }
}

function damaged(): DicomError {
  return new DicomError('damaged', 'The run lengths do not make a frame', { tag: TAG.PixelData, offset: 0 })
}
