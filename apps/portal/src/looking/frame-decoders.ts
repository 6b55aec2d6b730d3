/**
 * Compressed frames, decoded by what is nearest: the browser itself, a script of few bytes, and for the rest codecs in
 * WebAssembly, which the worker's own policy allows.
 */
import type { DecodeFrame, FrameDecoders } from '@epacs/intake/looking/picture'
import programUrl from 'dcmjs-codecs/build/dcmjs-native-codecs.wasm?url'
import { type Codec, nativeCodecs } from './native-codecs.ts'

const JPEG_BASELINE = '1.2.840.10008.1.2.4.50'
const JPEG_EXTENDED = '1.2.840.10008.1.2.4.51'
const JPEG_LOSSLESS = ['1.2.840.10008.1.2.4.57', '1.2.840.10008.1.2.4.70']
/** PS3.6 table A-1. */
const ONLY_BY_CODECS: readonly (readonly [uid: string, codec: Codec])[] = [
  ['1.2.840.10008.1.2.4.80', 'decodeJpegLs'],
  ['1.2.840.10008.1.2.4.81', 'decodeJpegLs'],
  ['1.2.840.10008.1.2.4.90', 'decodeJpeg2000'],
  ['1.2.840.10008.1.2.4.91', 'decodeJpeg2000'],
  ['1.2.840.10008.1.2.4.201', 'decodeHtJpeg2000'],
  ['1.2.840.10008.1.2.4.202', 'decodeHtJpeg2000'],
  ['1.2.840.10008.1.2.4.203', 'decodeHtJpeg2000'],
]
const EIGHT_BITS = { bitsAllocated: 8, bitsStored: 8, highBit: 7, isPlanar: false, isSigned: false }

const byCodec = nativeCodecs(async () => {
  const answer = await fetch(programUrl)
  if (!answer.ok) throw new Error(`the codecs are not there: ${answer.status}`)
  return answer.arrayBuffer()
})
const jpegByCodec = byCodec('decodeJpeg')

const byBrowser: DecodeFrame = async (frame, layout, grid) => {
  const { samples, bitsStored, photometric } = layout
  const { width, height } = grid
  // Twelve bits a browser does not take; three colours it takes for luminance and chrominance.
  if (bitsStored > 8 || photometric === 'RGB') return jpegByCodec(frame, layout, grid)
  const image = await createImageBitmap(new Blob([frame.slice()], { type: 'image/jpeg' }), {
    resizeWidth: width,
    resizeHeight: height,
    resizeQuality: 'medium',
    colorSpaceConversion: 'none',
  })
  const context = new OffscreenCanvas(width, height).getContext('2d')
  if (context === null) return undefined
  context.drawImage(image, 0, 0)
  image.close()
  const { data } = context.getImageData(0, 0, width, height)
  const bytes = new Uint8Array(width * height * samples)
  for (let index = 0; index < bytes.length; index += 1) {
    bytes[index] = data[4 * Math.floor(index / samples) + (index % samples)] ?? 0
  }
  const colours = samples === 3 ? { photometric: 'RGB' } : {}
  return { ...EIGHT_BITS, ...colours, rows: height, columns: width, bytes }
}

const byScript: DecodeFrame = async (frame, { bitsStored }) => {
  const { Decoder } = await import('jpeg-lossless-decoder-js')
  const samples = new Decoder().decode(frame.buffer, frame.byteOffset, frame.length)
  const bits = 8 * samples.BYTES_PER_ELEMENT
  const stored = Math.min(bitsStored, bits)
  const bytes = new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength)
  return { bytes, bitsAllocated: bits, bitsStored: stored, highBit: stored - 1, isPlanar: false }
}

export const frameDecoders: FrameDecoders = new Map([
  [JPEG_BASELINE, byBrowser],
  [JPEG_EXTENDED, byBrowser],
  ...JPEG_LOSSLESS.map((uid): [string, DecodeFrame] => [uid, byScript]),
  ...ONLY_BY_CODECS.map(([uid, codec]): [string, DecodeFrame] => [uid, byCodec(codec)]),
])
