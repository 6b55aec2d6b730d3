/**
 * What has to change in a data set for its pixels to be native, Explicit VR Little Endian: the pixel data, frame by frame,
 * and what tells how it lies (PS3.3 §C.7.6.3). What cannot be told truly is not decompressed.
 */
import { TAG, type Tag } from '@epacs/dicom'
import { frameSpans, type ItemSpan, itemContents } from '@epacs/dicom/frames'
import {
  type Edit,
  elementBytes,
  groupLengthEdits,
  headerBytes,
  insertedBefore,
  type RootElements,
  rootElement,
} from '@epacs/dicom/rewriting'
import { DecoderEndedError, type FrameDecoder, type FrameWish } from './frame-decoder.ts'
import type { Compression } from './transfer-syntaxes.ts'

/** What one frame may take, compressed or not. */
const MOST_FRAME_BYTES = 512 * 1024 * 1024
/** PS3.5 §7.1: an explicit length of 32 bit, even; 0xffffffff means another thing. */
const MOST_PIXEL_BYTES = 0xfffffffe
/** Extended Offset Table, its lengths, Encapsulated Pixel Data Value Total Length, and the group's own length. */
const OF_FRAGMENTS: readonly Tag[] = [0x7fe00000, 0x7fe00001, 0x7fe00002, 0x7fe00003]

export const DECOMPRESSION_TAGS: readonly Tag[] = [
  TAG.SamplesPerPixel,
  TAG.PhotometricInterpretation,
  TAG.PlanarConfiguration,
  TAG.NumberOfFrames,
  TAG.Rows,
  TAG.Columns,
  TAG.BitsAllocated,
  TAG.BitsStored,
  TAG.PixelRepresentation,
  TAG.LossyImageCompression,
]

/** Why an image is not decompressed: in words for the record. */
export class NotDecompressibleError extends Error {
  override readonly name = 'NotDecompressibleError'
}

export interface Image {
  readonly root: RootElements
  /** The data set's bytes from `start` on. */
  readonly bytesFrom: (start: number) => AsyncIterable<Uint8Array>
}

/** @param signal: nobody waits for the frames any more. @throws NotDecompressibleError, DicomError; and when the edits are made, as `FrameDecoder` does */
export async function decompressionEdits(
  { root, bytesFrom }: Image,
  { codec, isLossy }: Compression,
  decoder: FrameDecoder,
  signal: AbortSignal,
): Promise<readonly Edit[]> {
  if (codec === undefined) return []
  const pixelData = rootElement(root, TAG.PixelData)
  if (pixelData === undefined) return []
  if (root.hasNestedFragments)
    throw new NotDecompressibleError('an icon or the like within it is compressed, too')
  const layout = layoutOf(root)
  const photometric = photometricOf(layout.photometricInterpretation, codec)
  const { width, height, samplesPerPixel, bitsAllocated } = layout
  const frameBytes = (width * height * samplesPerPixel * bitsAllocated) / 8
  const frames = Number(textIn(root, TAG.NumberOfFrames) || '1')
  const bytes = frameBytes * frames
  if (!Number.isSafeInteger(bytes) || frames < 1)
    throw new NotDecompressibleError('its frames cannot be counted')
  if (frameBytes > MOST_FRAME_BYTES) throw new NotDecompressibleError('a frame is too large')
  if (bytes + (bytes % 2) > MOST_PIXEL_BYTES)
    throw new NotDecompressibleError('decompressed it would be larger than the 4 GiB that can be told')
  const { syntax } = root
  const spans = await frameSpans(bytesFrom(pixelData.valueStart), {
    transferSyntax: syntax,
    frames,
    extendedOffsets: undefined,
  })
  if (spans.length !== frames)
    throw new NotDecompressibleError(`it declares ${frames} frames and holds ${spans.length}`)

  async function* native(original: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    const compressed = framesIn(original, (pixelData?.start ?? 0) - (pixelData?.valueStart ?? 0), spans)
    for await (const frame of compressed) {
      const pixels = await decoded(decoder, { codec: codec ?? 'decodeRle', frame, layout }, signal)
      if (pixels.length !== frameBytes)
        throw new NotDecompressibleError('a frame is of another size than declared')
      yield pixels
    }
    if (bytes % 2 === 1) yield new Uint8Array(1)
  }

  const text = (tag: Tag, value: string) => elementBytes(tag, 'CS', new TextEncoder().encode(value), syntax)
  const isInColours = samplesPerPixel > 1
  const told = [
    ...(photometric === layout.photometricInterpretation
      ? []
      : [replaced(root, TAG.PhotometricInterpretation, text(TAG.PhotometricInterpretation, photometric))]),
    ...(isInColours && numberIn(root, TAG.PlanarConfiguration) !== 0
      ? [replaced(root, TAG.PlanarConfiguration, unsigned(TAG.PlanarConfiguration, 0, root))]
      : []),
    ...(isLossy && isIrreversible(syntax.uid) && textIn(root, TAG.LossyImageCompression) !== '01'
      ? [replaced(root, TAG.LossyImageCompression, text(TAG.LossyImageCompression, '01'))]
      : []),
  ]
  const gone = root.elements
    .filter(({ tag }) => OF_FRAGMENTS.includes(tag))
    .map(({ tag, start, end }): Edit => ({ tag, start, end, parts: [] }))
  const vr = bitsAllocated > 8 ? 'OW' : 'OB'
  const head = headerBytes(TAG.PixelData, vr, bytes + (bytes % 2), syntax)
  const { tag, start, end } = pixelData
  return [
    ...told,
    ...groupLengthEdits(root, told),
    ...gone,
    { tag, start, end, parts: [head, { made: native }] },
  ]
}

/** A thread that ends is nothing that the image did; unless it ends of the same frame again. */
async function decoded(decoder: FrameDecoder, wish: FrameWish, signal: AbortSignal): Promise<Uint8Array> {
  // What goes to the thread is not here any more.
  const again = { ...wish, frame: wish.frame.slice() }
  try {
    try {
      return await decoder.decode(wish, signal)
    } catch (error) {
      if (!(error instanceof DecoderEndedError) || decoder.isClosed) throw error
      return await decoder.decode(again, signal)
    }
  } catch (error) {
    // Then it is stored after the next start, or when it is its turn again.
    if (decoder.isClosed || signal.aborted) throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw new NotDecompressibleError(`a frame cannot be decoded: ${reason}`, { cause: error })
  }
}

/** One compressed frame after the other. `from`: of the first byte, from the Basic Offset Table's header on. */
async function* framesIn(
  chunks: AsyncIterable<Uint8Array>,
  from: number,
  spans: readonly ItemSpan[],
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  let at = from
  let index = 0
  let pieces: Uint8Array[] = []
  let held = 0
  for await (const chunk of chunks) {
    for (let rest = chunk; rest.length > 0; ) {
      const span = spans[index]
      const isBefore = span !== undefined && at < span.start
      const until = span === undefined ? Number.POSITIVE_INFINITY : isBefore ? span.start : span.end
      const piece = rest.subarray(0, until - at)
      rest = rest.subarray(piece.length)
      at += piece.length
      if (span === undefined || isBefore) continue
      pieces.push(piece)
      held += piece.length
      if (held > MOST_FRAME_BYTES) throw new NotDecompressibleError('a compressed frame is too large')
      if (at < span.end) continue
      yield await contentOf(pieces)
      pieces = []
      held = 0
      index++
    }
  }
  if (pieces.length > 0) yield await contentOf(pieces)
}

async function contentOf(pieces: readonly Uint8Array[]): Promise<Uint8Array<ArrayBuffer>> {
  async function* all() {
    yield* pieces
  }
  const contents: Uint8Array[] = []
  for await (const content of itemContents(all())) contents.push(content)
  const whole = new Uint8Array(contents.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const content of contents) {
    whole.set(content, at)
    at += content.length
  }
  return whole
}

function layoutOf(root: RootElements): FrameWish['layout'] {
  const needed = (tag: Tag, name: string) => {
    const number = numberIn(root, tag)
    if (number === undefined || number === 0) throw new NotDecompressibleError(`it does not tell its ${name}`)
    return number
  }
  const bitsAllocated = needed(TAG.BitsAllocated, 'bits allocated')
  if (![8, 16, 32].includes(bitsAllocated))
    throw new NotDecompressibleError(`of ${bitsAllocated} bits allocated`)
  return {
    width: needed(TAG.Columns, 'columns'),
    height: needed(TAG.Rows, 'rows'),
    bitsAllocated,
    bitsStored: numberIn(root, TAG.BitsStored) ?? bitsAllocated,
    samplesPerPixel: needed(TAG.SamplesPerPixel, 'samples per pixel'),
    pixelRepresentation: numberIn(root, TAG.PixelRepresentation) ?? 0,
    photometricInterpretation: textIn(root, TAG.PhotometricInterpretation),
  }
}

const AS_CODED = ['MONOCHROME1', 'MONOCHROME2', 'PALETTE COLOR', 'RGB', 'YBR_FULL']

/** Of what the codec gives out (PS3.5 §8.2). @throws NotDecompressibleError */
function photometricOf(compressed: string, codec: FrameWish['codec']): string {
  const isJpeg2000 = codec === 'decodeJpeg2000' || codec === 'decodeHtJpeg2000'
  // Its colour transformation is taken back with the rest.
  if (isJpeg2000 && (compressed === 'YBR_RCT' || compressed === 'YBR_ICT')) return 'RGB'
  // Each pixel gets its own chrominance.
  if (codec === 'decodeJpeg' && compressed === 'YBR_FULL_422') return 'YBR_FULL'
  if (AS_CODED.includes(compressed)) return compressed
  throw new NotDecompressibleError(`Photometric Interpretation ${compressed || 'is missing'}`)
}

/** JPEG 2000 with either is told by the image itself. */
function isIrreversible(uid: string): boolean {
  return /\.4\.(5[01]|81)$/.test(uid)
}

function replaced(root: RootElements, tag: Tag, bytes: Uint8Array): Edit {
  const there = rootElement(root, tag)
  if (there === undefined) return insertedBefore(root, tag, [bytes])
  return { tag, start: there.start, end: there.end, parts: [bytes] }
}

function unsigned(tag: Tag, value: number, { syntax }: RootElements): Uint8Array {
  return elementBytes(tag, 'US', Uint8Array.of(value & 0xff, value >> 8), syntax)
}

function numberIn(root: RootElements, tag: Tag): number | undefined {
  const value = rootElement(root, tag)?.value
  return value === undefined || value.length < 2 ? undefined : (value[0] ?? 0) + 256 * (value[1] ?? 0)
}

function textIn(root: RootElements, tag: Tag): string {
  return new TextDecoder('latin1')
    .decode(rootElement(root, tag)?.value ?? new Uint8Array(0))
    .replaceAll('\0', ' ')
    .trim()
}
