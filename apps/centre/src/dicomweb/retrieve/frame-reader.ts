/** Frames of one instance, read from where they lie. */
import {
  aligned,
  DEFLATED_FRAMES,
  type FrameLayout,
  frameBytes,
  frameCount,
  frameLayout,
  frameSpans,
  type ItemSpan,
  inflatedFrame,
  inflatedObject,
  itemContents,
} from '@epacs/dicom/frames'
import { type ReadObject, valueAt } from '@epacs/dicom/object'
import type { IndexEntry } from '@epacs/package'
import type { Centre } from '../../centre.ts'
import type { PackageKey } from '../../storage/index.ts'
import { instanceBytes, instanceObject, type Span } from '../instance-bytes.ts'
import { noPixelData } from '../problems.ts'

/** An offset table of 100,000 frames. */
const MAX_VALUE_BYTES = 1024 * 1024
const EXTENDED_OFFSET_TABLE = 0x7fe00001

export interface FrameReader {
  readonly object: ReadObject
  readonly frames: number
  /** `number`: from 1. In little endian where it is not compressed; never deflated. */
  frame(number: number): AsyncGenerator<Uint8Array>
}

/** Throws the problem 404 for an instance without pixel data; DicomError for one that cannot be read. */
export async function openFrames(
  centre: Pick<Centre, 'store'>,
  key: PackageKey,
  entry: IndexEntry,
): Promise<FrameReader> {
  const object = await instanceObject(centre, key, entry, MAX_VALUE_BYTES)
  const bytes = (span?: Span) => instanceBytes(centre, key, entry, span)
  const { pixelData } = object
  if (pixelData.kind === 'absent') throw noPixelData()
  if (pixelData.kind === 'native') return nativeFrames(object, pixelData, bytes)
  const from = pixelData.offset
  const spans = await spansOf(`${key.sha256} ${entry.offset}`, object, () =>
    bytes({ start: from, end: entry.sizeBytes }),
  )
  const stored = (number: number) => {
    const span = spans[number - 1]
    if (span === undefined) throw noPixelData()
    return itemContents(bytes({ start: from + span.start, end: from + span.end }))
  }
  if (object.transferSyntax.uid !== DEFLATED_FRAMES) return { object, frames: spans.length, frame: stored }
  // No viewer inflates them.
  const inflated = inflatedObject(object, spans.length)
  return {
    object: inflated,
    frames: spans.length,
    frame: (number) => inflatedFrame(stored(number), inflated.frameBytes),
  }
}

/** Of images whose frames are asked for one after the other: finding them may take a pass over the image. */
const known = new Map<string, readonly ItemSpan[]>()
const MOST_KNOWN = 200

async function spansOf(
  name: string,
  { elements, transferSyntax }: ReadObject,
  items: () => AsyncGenerator<Uint8Array>,
): Promise<readonly ItemSpan[]> {
  const extendedOffsets = elements.get(EXTENDED_OFFSET_TABLE)?.value
  const frames = frameCount({ elements })
  const spans = known.get(name) ?? (await frameSpans(items(), { transferSyntax, frames, extendedOffsets }))
  known.delete(name)
  known.set(name, spans)
  for (const oldest of known.keys()) {
    if (known.size <= MOST_KNOWN) break
    known.delete(oldest)
  }
  return spans
}

type NativePixelData = Extract<ReadObject['pixelData'], { kind: 'native' }>

function nativeFrames(
  object: ReadObject,
  pixelData: NativePixelData,
  bytes: (span?: Span) => AsyncGenerator<Uint8Array>,
): FrameReader {
  const layout = frameLayout(object)
  const { deflated, byteOrder } = object.transferSyntax
  const frames = Math.min(layout.frames, Math.floor((8 * pixelData.lengthBytes) / layout.bitsPerFrame))
  // The value's units are turned round as a whole; what is deflated has no place of its own.
  const isWalked = deflated || byteOrder === 'big'
  return {
    object,
    frames,
    frame(number) {
      if (number > frames) throw noPixelData()
      const { start, end, shiftBits } = frameBytes(layout, number - 1)
      const raw = isWalked
        ? part(valueAt(bytes(), [pixelData.tag]), start, end)
        : bytes({ start: pixelData.offset + start, end: pixelData.offset + end })
      return layout.bitsPerFrame % 8 === 0 ? raw : alignedFrame(raw, layout, shiftBits)
    },
  }
}

async function* part(
  chunks: AsyncIterable<Uint8Array>,
  start: number,
  end: number,
): AsyncGenerator<Uint8Array> {
  let at = 0
  for await (const chunk of chunks) {
    const from = Math.max(0, start - at)
    const to = Math.min(chunk.length, end - at)
    if (to > from) yield chunk.subarray(from, to)
    at += chunk.length
    if (at >= end) return
  }
}

async function* alignedFrame(
  raw: AsyncIterable<Uint8Array>,
  { bitsPerFrame }: FrameLayout,
  shiftBits: number,
): AsyncGenerator<Uint8Array> {
  const parts: Uint8Array[] = []
  for await (const chunk of raw) parts.push(chunk)
  yield aligned(Buffer.concat(parts), shiftBits, bitsPerFrame)
}
