/** A small picture of an image that lies in a chosen file; an entrance of its own, loaded only where pictures are shown. */
import { type FrameDecoders, type Picture as FramePicture, picture } from '@epacs/dicom/picture'
import { DEFAULT_LIMITS } from '../limits.ts'
import type { Place } from './choice.ts'
import { entryBeginning } from './entry-beginning.ts'
import { growing, type ReadableBytes } from './readable-bytes.ts'

export type { DecodedFrame, DecodeFrame, FrameDecoders } from '@epacs/dicom/picture'
export type Picture = FramePicture | { readonly kind: 'none'; readonly why: 'unreadable' }

/**
 * @param bytes of the chosen file
 * @param most of width and of height, in pixels
 */
export async function pictureAt(
  bytes: ReadableBytes,
  place: Place,
  { most, decoders }: { readonly most: number; readonly decoders: FrameDecoders },
): Promise<Picture> {
  try {
    if (place.kind !== 'entry') {
      return await picture({ open: () => growing(bytes), sizeBytes: bytes.sizeBytes, most, decoders })
    }
    const { entry, start } = place
    if (start === undefined) return { kind: 'none', why: 'unreadable' }
    const open = () => entryBeginning(bytes, entry, start, DEFAULT_LIMITS)
    return await picture({ open, sizeBytes: entry.sizeBytes, most, decoders })
  } catch {
    // A picture is for a glance. Whatever is wrong with the file, or was too much for a decoder, others tell.
    return { kind: 'none', why: 'unreadable' }
  }
}
