/** The worker that makes small pictures, one after the other; who has waited too long for it ends it. */
import { pictureAt } from '@epacs/intake/looking/picture'
import { BlobBytes } from './blob-bytes.ts'
import { frameDecoders } from './frame-decoders.ts'
import type { PictureWish } from './pictures.ts'

/** Twice what it is shown at, for screens with narrow pixels. */
const most = 128

addEventListener('message', async ({ data: { file, place } }: MessageEvent<PictureWish>) => {
  const picture = await pictureAt(new BlobBytes(file), place, { most, decoders: frameDecoders })
  postMessage(picture)
})
