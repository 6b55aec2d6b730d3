/** Received files opened one after another, the next one while the present one is looked at. */
import type { Buffer } from 'node:buffer'
import { type Files, plainFiles } from '@epacs/package'
import type { IntakeSource } from '../intake-result.ts'
import { BlockPool, BlockReader } from './block-reader.ts'
import { HEAD_BYTES } from './file-kind.ts'

export interface OpenedSource {
  readonly source: IntakeSource
  readonly reader: BlockReader
  /** Its first HEAD_BYTES, fewer when it is shorter. */
  readonly head: Buffer
}

/**
 * A file is closed when the next one is asked for.
 *
 * @throws as opening and reading files does, and when a file is not as long as it should be
 */
export async function* openedSources(
  sources: Iterable<IntakeSource> | AsyncIterable<IntakeSource>,
  files: Files = plainFiles,
): AsyncGenerator<OpenedSource> {
  const opener = { files, pool: new BlockPool() }
  const coming = Symbol.iterator in sources ? sources[Symbol.iterator]() : sources[Symbol.asyncIterator]()
  let ahead = opening(coming, opener)
  let closing: Promise<void> = Promise.resolve()
  try {
    for (;;) {
      const opened = await ahead
      if (opened === undefined) break
      ahead = opening(coming, opener)
      try {
        yield opened
      } finally {
        await closing
        closing = opened.reader.close()
      }
    }
  } finally {
    await closing
    // Before the wait for it: what comes one after another may take for ever.
    const ended = coming.return?.()
    await closeUnused(ahead)
    await ended
    opener.pool.close()
  }
}

interface Opener {
  readonly files: Files
  readonly pool: BlockPool
}

/** Undefined behind the last one. Whoever waits for it learns of a failure; until then it is nobody's. */
function opening(
  sources: Iterator<IntakeSource> | AsyncIterator<IntakeSource>,
  opener: Opener,
): Promise<OpenedSource | undefined> {
  const opened = openNext(sources, opener)
  opened.catch(() => {})
  return opened
}

async function openNext(
  sources: Iterator<IntakeSource> | AsyncIterator<IntakeSource>,
  opener: Opener,
): Promise<OpenedSource | undefined> {
  const next = await sources.next()
  return next.done === true ? undefined : await openSource(next.value, opener)
}

async function openSource(source: IntakeSource, { files, pool }: Opener): Promise<OpenedSource> {
  const { filePath, startBytes, sizeBytes } = source
  const extent = { startBytes: startBytes ?? 0, sizeBytes }
  const reader = new BlockReader(await files.openGrowing(filePath), extent, pool)
  try {
    if (startBytes === undefined) await reader.requireWhole()
    else await reader.requireExtent()
    return { source, reader, head: await reader.read(0, HEAD_BYTES) }
  } catch (error) {
    await reader.close()
    throw error
  }
}

async function closeUnused(ahead: Promise<OpenedSource | undefined>): Promise<void> {
  const [unused] = await Promise.allSettled([ahead])
  if (unused.status === 'fulfilled') await unused.value?.reader.close()
}
