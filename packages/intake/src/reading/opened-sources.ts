/** Received files opened one after another, the next one while the present one is looked at. */
import type { Buffer } from 'node:buffer'
import { open } from 'node:fs/promises'
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
export async function* openedSources(sources: readonly IntakeSource[]): AsyncGenerator<OpenedSource> {
  const pool = new BlockPool()
  let ahead = opening(sources[0], pool)
  let closing: Promise<void> = Promise.resolve()
  try {
    for (let index = 1; ahead !== undefined; index++) {
      const opened = await ahead
      ahead = opening(sources[index], pool)
      try {
        yield opened
      } finally {
        await closing
        closing = opened.reader.close()
      }
    }
  } finally {
    await closing
    await closeUnused(ahead)
    pool.close()
  }
}

/** Undefined without a source. Whoever waits for it learns of a failure; until then it is nobody's. */
function opening(source: IntakeSource | undefined, pool: BlockPool): Promise<OpenedSource> | undefined {
  if (source === undefined) return undefined
  const opened = openSource(source, pool)
  opened.catch(() => {})
  return opened
}

async function openSource(source: IntakeSource, pool: BlockPool): Promise<OpenedSource> {
  const { filePath, startBytes, sizeBytes } = source
  const extent = { startBytes: startBytes ?? 0, sizeBytes }
  const reader = new BlockReader(await open(filePath, 'r'), extent, pool)
  try {
    if (startBytes === undefined) await reader.requireWhole()
    else await reader.requireExtent()
    return { source, reader, head: await reader.read(0, HEAD_BYTES) }
  } catch (error) {
    await reader.close()
    throw error
  }
}

async function closeUnused(ahead: Promise<OpenedSource> | undefined): Promise<void> {
  const [unused] = await Promise.allSettled(ahead === undefined ? [] : [ahead])
  if (unused?.status === 'fulfilled') await unused.value.reader.close()
}
