/** What the node keeps of images in its data folder: in the open, or encrypted, as its configuration says. */
import { stat } from 'node:fs/promises'
import { type Files, type OpenedFile, readRange } from '@epacs/package'
import { SealedFileError, SealedFiles } from '@epacs/sealed-files'
import { ifPresent } from '../durable-file.ts'
import { writeFully } from '../write-fully.ts'

const READ_BYTES = 256 * 1024

/**
 * How long the content of a file is that is whole.
 *
 * @returns undefined: it is not there, or a power cut or the end of the process left a part of it. Of one in the open only its
 *   length tells. @throws SealedFileError: its key is not at hand
 */
export async function wholeBytes(files: Files, path: string): Promise<number | undefined> {
  const file = await ifPresent(ifWhole(files.open(path, 'r')))
  if (file === undefined) return undefined
  return await contentBytes(file).finally(() => file.close())
}

/** Undefined instead of a SealedFileError that says that it is not what was written: without its key nobody can say so. */
export async function ifWhole<T>(operation: Promise<T>): Promise<T | undefined> {
  try {
    return await operation
  } catch (error) {
    if (error instanceof SealedFileError && error.problem !== 'unknown-key') return undefined
    throw error
  }
}

/**
 * How much is there of a file that is gone on with: what a killed process left half of its last chunk is cut off.
 *
 * @returns 0: it is not there. @throws SealedFileError: its key is not at hand
 */
export async function begunBytes(files: Files, path: string): Promise<number> {
  if (files instanceof SealedFiles) {
    // One whose header was changed is as long as it lies there: whoever reads it finds out, and begins anew.
    const bytes = await ifPresent(ifWhole(files.cutTorn(path)))
    if (bytes !== undefined) return bytes
  }
  return (await ifPresent(stat(path)))?.size ?? 0
}

/** A new file, whole when it resolves, and not synced. Fails as writing and the source do, and with the signal's reason. */
export async function writeStored(
  files: Files,
  path: string,
  content: AsyncIterable<Uint8Array>,
  signal?: AbortSignal,
): Promise<void> {
  const file = await files.open(path, 'w+', 0o600)
  try {
    let position = 0
    for await (const chunk of content) {
      signal?.throwIfAborted()
      await writeFully(file, [chunk], position, (bytes) => {
        position += bytes
      })
    }
    await file.complete?.()
  } catch (error) {
    await letGo(file)
    throw error
  }
  await file.close()
}

/** @throws SealedFileError; fails as reading does */
export async function* readStored(files: Files, path: string): AsyncGenerator<Buffer> {
  const file = await files.open(path, 'r')
  try {
    yield* readRange(file, 0, await contentBytes(file), READ_BYTES)
  } finally {
    await file.close()
  }
}

/** What waits in memory is not written any more: the disk may be full. Also when it is closed already. */
export async function letGo(file: OpenedFile): Promise<void> {
  await (file.abandon === undefined ? file.close() : file.abandon())
}

async function contentBytes(file: OpenedFile): Promise<number> {
  return (await file.stat()).size
}
