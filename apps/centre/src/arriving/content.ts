/** The bytes of an upload as they come: read from where they were written, no faster than they are taken. */
import { Readable } from 'node:stream'
import type { OpenedFile } from '@epacs/package'
import { Problem } from '../http/index.ts'
import { ifPresent } from '../storage/index.ts'
import type { ArrivingUpload } from '../uploads/index.ts'

const READ_BYTES = 256 * 1024

/** No more of it will come, and it is not whole. */
class Abandoned extends Error {
  override readonly name = 'Abandoned'
}

export function nothingArrives(): Problem {
  return new Problem(404, 'nothing-arrives', 'No upload for this institution comes under this id.')
}

/**
 * As a stream; one that nobody reads on lets its file go as well when the signal aborts. Ends when the upload is whole and all of it was given.
 *
 * @throws Problem 404: it was removed, or given up, before a byte of it was given; Abandoned; the signal's reason; and as reading does
 */
export function contentOf(
  upload: ArrivingUpload,
  open: () => Promise<OpenedFile>,
  from: number,
  signal: AbortSignal,
): Readable {
  return Readable.from(partsOf(upload, open, from, signal), { objectMode: false, signal })
}

async function* partsOf(
  upload: ArrivingUpload,
  open: () => Promise<OpenedFile>,
  from: number,
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  // A message that was made of it, or its sender, may be faster than who begins to read.
  const file = await ifPresent(open())
  if (file === undefined) throw nothingArrives()
  try {
    for (let at = from; ; ) {
      signal.throwIfAborted()
      const { bytes, end, changed } = upload
      if (end === 'abandoned' && at === from) throw nothingArrives()
      if (end === 'abandoned') throw new Abandoned('the upload was given up')
      // An encrypted file is read by whole chunks until it is complete.
      const unit = end === 'whole' ? 1 : (file.unitBytes ?? 1)
      const readable = bytes - (bytes % unit)
      if (at < readable) {
        const target = Buffer.allocUnsafeSlow(Math.min(READ_BYTES, readable - at))
        const { bytesRead } = await file.read(target, 0, target.length, at)
        if (bytesRead === 0) throw new Abandoned('what was written of the upload is not there any more')
        at += bytesRead
        yield target.subarray(0, bytesRead)
      } else if (end === 'whole') return
      else await changeOrAbort(changed, signal)
    }
  } finally {
    await file.close()
  }
}

/** Nothing of it stays with the signal: an upload changes a million times. */
async function changeOrAbort(changed: Promise<void>, signal: AbortSignal): Promise<void> {
  const { promise: aborted, resolve } = Promise.withResolvers<void>()
  const stop = () => resolve()
  signal.addEventListener('abort', stop, { once: true })
  try {
    await Promise.race([changed, aborted])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}
