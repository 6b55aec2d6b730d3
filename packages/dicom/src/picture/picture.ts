/** One frame of an object as a small picture, whatever its transfer syntax, as far as somebody decodes it. */
import { DEFLATED_FRAMES, frameLayout, frameSpans, inflatedFrame, itemContents } from '../frames/index.ts'
import { type ReadObject, readObject, valueAt } from '../object/index.ts'
import { TAG } from '../tags.ts'
import { type ImageFacts, imageFacts, type SampleLayout } from './image-facts.ts'
import { type Palette, paletteOf } from './palette.ts'
import { withoutRunLengths } from './run-lengths.ts'
import { type Grid, gridWithin, sampled } from './sampled.ts'
import { type Rgba, shaded } from './shaded.ts'

export type Picture =
  | { readonly kind: 'picture'; readonly width: number; readonly height: number; readonly rgba: Rgba }
  /** `compression`: nobody here decodes it. */
  | { readonly kind: 'none'; readonly why: 'no-image' | 'compression' | 'too-large' }

/** Native, in little endian. What differs from what the object says is told. */
export type DecodedFrame = Partial<SampleLayout> & { readonly bytes: Uint8Array }

/** Undefined: not this one. @throws as it likes: the frame is damaged */
export type DecodeFrame = (
  frame: Uint8Array,
  layout: SampleLayout,
  grid: Grid,
) => Promise<DecodedFrame | undefined> | DecodedFrame | undefined

/** By transfer syntax UID. */
export type FrameDecoders = ReadonlyMap<string, DecodeFrame>

export interface PictureWish {
  /** The object's bytes from the first on; each call begins anew. */
  readonly open: () => AsyncIterable<Uint8Array>
  readonly sizeBytes: number
  /** Of width and of height, in pixels. */
  readonly most: number
  readonly decoders: FrameDecoders
}

const RLE_LOSSLESS = '1.2.840.10008.1.2.5'
/** A palette of 65,536 colours. */
const MOST_VALUE_BYTES = 256 * 1024
/** What is gone through for the sake of a picture, and what is held of it compressed. */
const MOST_BYTES = 64 * 1024 * 1024
/** What one decoded frame may take. */
const MOST_DECODED_BYTES = 256 * 1024 * 1024
const COLOURS = ['RGB', 'YBR_FULL']
const GREYS = ['MONOCHROME1', 'MONOCHROME2']
const PALETTE_COLOR = 'PALETTE COLOR'

/**
 * Of several frames the middle one; of very large ones one that stands nearer to the beginning.
 *
 * @throws DicomError, what `open` and the decoders throw
 */
export async function picture(wish: PictureWish): Promise<Picture> {
  const object = await readObject(wish.open(), { maxValueBytes: MOST_VALUE_BYTES })
  const facts = imageFacts(object.elements)
  if (facts === undefined || object.pixelData.kind === 'absent' || object.pixelData.tag !== TAG.PixelData) {
    return { kind: 'none', why: 'no-image' }
  }
  const grid = gridWithin(facts, wish.most)
  const palette = paletteOf(object.elements, facts.isSigned)
  if (object.pixelData.kind === 'native') {
    return canBeShown(facts, palette)
      ? drawn(facts, grid, nativeFrame(wish, object, facts), palette)
      : { kind: 'none', why: 'compression' }
  }
  if (wish.sizeBytes > MOST_BYTES || decodedBytes(facts) > MOST_DECODED_BYTES) {
    return { kind: 'none', why: 'too-large' }
  }
  const decode = decoderOf(object, wish.decoders)
  const frame = decode && (await middleFragment(wish, object, facts))
  const decoded = frame && (await decode(frame, facts, grid))
  if (decoded === undefined) return { kind: 'none', why: 'compression' }
  const { bytes, ...told } = decoded
  const native = { ...facts, ...told }
  if (!canBeShown(native, palette)) return { kind: 'none', why: 'compression' }
  return drawn(native, gridWithin(native, wish.most), onlyChunk(bytes), palette)
}

async function drawn(
  facts: ImageFacts,
  grid: Grid,
  frame: AsyncIterable<Uint8Array>,
  palette: Palette | undefined,
): Promise<Picture> {
  const values = await sampled(facts, grid, frame)
  const colours = facts.photometric === PALETTE_COLOR ? palette : undefined
  return { kind: 'picture', ...grid, rgba: shaded(facts, values, colours) }
}

/** Pixels of a whole number of bytes, grey, by palette or in a colour space that has three samples for each. */
function canBeShown({ samples, bitsAllocated, photometric }: SampleLayout, palette?: Palette): boolean {
  if (![8, 16, 32].includes(bitsAllocated)) return false
  if (samples === 3) return COLOURS.includes(photometric)
  // Numbers of colours are no shades of grey: without their palette they would show what is not there.
  if (photometric === PALETTE_COLOR) return samples === 1 && palette !== undefined
  return samples === 1 && GREYS.includes(photometric)
}

function decodedBytes({ rows, columns, samples, bitsAllocated }: ImageFacts): number {
  return (rows * columns * samples * bitsAllocated) / 8
}

function decoderOf({ transferSyntax }: ReadObject, decoders: FrameDecoders): DecodeFrame | undefined {
  switch (transferSyntax.uid) {
    case RLE_LOSSLESS:
      return (frame, layout) => ({ bytes: withoutRunLengths(layout, frame), isPlanar: true })
    case DEFLATED_FRAMES:
      return withoutDeflation
    default:
      return decoders.get(transferSyntax.uid)
  }
}

const withoutDeflation: DecodeFrame = async (frame, layout) => {
  const pieces: Uint8Array[] = []
  const frameBytes = (layout.rows * layout.columns * layout.samples * layout.bitsAllocated) / 8
  for await (const piece of inflatedFrame(onlyChunk(frame), Math.ceil(frameBytes))) pieces.push(piece)
  return { bytes: joined(pieces) }
}

function nativeFrame({ open }: PictureWish, object: ReadObject, facts: ImageFacts) {
  const { frames, bitsPerFrame } = frameLayout(object)
  const frameBytes = bitsPerFrame / 8
  const reachable = Math.max(0, Math.floor(MOST_BYTES / frameBytes) - 1)
  const start = Math.min(middleOf(frames), reachable) * frameBytes
  return part(valueAt(open(), [TAG.PixelData]), start, start + decodedBytes(facts))
}

async function middleFragment(
  { open, sizeBytes }: PictureWish,
  { pixelData, transferSyntax }: ReadObject,
  { frames }: ImageFacts,
): Promise<Uint8Array | undefined> {
  if (pixelData.kind !== 'encapsulated') return undefined
  const { offset } = pixelData
  const image = { transferSyntax, frames, extendedOffsets: undefined }
  const spans = await frameSpans(part(open(), offset, sizeBytes), image)
  const span = spans[middleOf(spans.length)]
  if (span === undefined) return undefined
  const pieces: Uint8Array[] = []
  const end = Math.min(offset + span.end, sizeBytes)
  for await (const piece of itemContents(part(open(), offset + span.start, end))) pieces.push(piece.slice())
  return joined(pieces)
}

const middleOf = (frames: number) => Math.floor((frames - 1) / 2)

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}

async function* part(chunks: AsyncIterable<Uint8Array>, start: number, end: number) {
  let at = 0
  for await (const chunk of chunks) {
    const from = Math.max(0, start - at)
    const to = Math.min(chunk.length, end - at)
    if (to > from) yield chunk.subarray(from, to)
    at += chunk.length
    if (at >= end) return
  }
}

async function* onlyChunk(bytes: Uint8Array) {
  yield bytes
}
