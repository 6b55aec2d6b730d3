/** A package put together of the images that came early and what the centre tells of the rest: nothing travels twice. */
import { createHash } from 'node:crypto'
import { rm, stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { giveUpChunk, type OpenedFile } from '@epacs/package'
import { type CentreConnection, CentreProblem } from '../centre/connection.ts'
import { ifPresent } from '../durable-file.ts'
import { letGo } from '../encryption/stored-file.ts'
import type { GrowingFile } from '../growing-file.ts'
import { readRange } from '../receiving/checked-instance.ts'
import type { ListedInstance } from '../state/incoming.ts'
import { writeFully } from '../write-fully.ts'
import type { KeptUpload } from './kept-uploads.ts'

type Connection = Pick<CentreConnection, 'open' | 'downloading'>

interface Wanted {
  readonly messageId: string
  /** All of the package. */
  readonly instances: readonly Pick<ListedInstance, 'offsetBytes' | 'sizeBytes' | 'sha256'>[]
  readonly kept: KeptUpload
  /** Where the package is to lie. */
  readonly file: GrowingFile
}

/**
 * Checked when it resolves, and not synced, as a downloaded one. Fails as connections and files do; what is there then is
 * of no use, and removed.
 *
 * @returns its SHA-256; undefined: it is to be downloaded, and nothing was begun
 */
export async function putTogether(
  connection: Connection,
  { messageId, instances, kept, file }: Wanted,
  signal: AbortSignal,
): Promise<string | undefined> {
  const isAllHere = instances.every(
    ({ sha256, sizeBytes }) => kept.images.get(sha256)?.sizeBytes === sizeBytes,
  )
  const isBegun = (await ifPresent(stat(file.path))) !== undefined
  if (!isAllHere || isBegun || instances.length === 0) return undefined
  const response = await outline(connection, messageId, signal)
  if (response === undefined) return undefined
  const places = instances.toSorted((one, other) => one.offsetBytes - other.offsetBytes)
  const source = await file.files.open(kept.path, 'r')
  const output = await file.files.open(file.path, 'w+', 0o600)
  const hash = createHash('sha256')
  let at = 0
  const write = async (chunk: Buffer) => {
    hash.update(chunk)
    await writeFully(output, [chunk], at, (bytes) => {
      at += bytes
    })
    file.tell(at - (at % (output.unitBytes ?? 1)), false)
  }
  let next = 0
  const takeImages = async () => {
    for (let place = places[next]; place !== undefined && place.offsetBytes === at; place = places[++next]) {
      const here = kept.images.get(place.sha256)
      if (here === undefined) return
      for await (const chunk of readRange(source, here.offsetBytes, here.offsetBytes + here.sizeBytes)) {
        signal.throwIfAborted()
        await write(chunk)
        giveUpChunk(chunk)
      }
    }
  }
  try {
    await pipeline(
      response,
      connection.downloading(),
      async (chunks: AsyncIterable<Buffer>) => {
        await takeImages()
        for await (const chunk of chunks) {
          for (let rest = chunk; rest.length > 0; ) {
            const untilImage = (places[next]?.offsetBytes ?? Number.POSITIVE_INFINITY) - at
            if (untilImage <= 0) throw new Error('an image is said to lie within another')
            const part = rest.subarray(0, Math.min(rest.length, untilImage))
            await write(part)
            rest = rest.subarray(part.length)
            await takeImages()
          }
        }
      },
      { signal },
    )
    const sha256 = hash.digest('hex')
    if (response.headers.etag !== `"${sha256}"`)
      throw new Error('what came early is not what the message has')
    await output.complete?.()
    await output.close()
    file.tell(at, true)
    return sha256
  } catch (error) {
    await discard(output, file)
    throw error
  } finally {
    await source.close()
  }
}

async function outline(connection: Connection, messageId: string, signal: AbortSignal) {
  try {
    return await connection.open({ path: `/api/nodes/own/deliveries/${messageId}/outline`, signal })
  } catch (error) {
    // A centre of before has none; what else is in the way is in that of the download, too.
    if (error instanceof CentreProblem) return undefined
    throw error
  }
}

async function discard(output: OpenedFile, file: GrowingFile): Promise<void> {
  await letGo(output)
  file.tell(0, false)
  await rm(file.path, { force: true })
}
