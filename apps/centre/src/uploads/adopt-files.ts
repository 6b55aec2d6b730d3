/** Uploads in files of the data folder, from a time when this centre shared none, go to where all processes find them. */
import { createReadStream } from 'node:fs'
import { rm, stat } from 'node:fs/promises'
import type { Centre } from '../centre.ts'
import { ifPresent } from '../storage/index.ts'
import type { ReceivedBytes } from './received-bytes.ts'
import { ReceivedFiles } from './received-files.ts'

/** Broken off, it goes on at the next start. Nobody writes to the files any more. */
export async function adoptFiles(
  { db }: Pick<Centre, 'db'>,
  shared: ReceivedBytes,
  folder: string,
): Promise<void> {
  if ((await ifPresent(stat(folder))) === undefined) return
  const files = await ReceivedFiles.open(folder)
  for await (const id of files.list()) {
    const upload = await db
      .selectFrom('upload')
      .where('id', '=', id)
      .select(['completed_at', 'received_bytes'])
      .executeTakeFirst()
    if (upload !== undefined) {
      if (upload.received_bytes === null) await shared.create(id)
      const { completed_at, received_bytes } = upload
      const sizeBytes = completed_at === null ? await files.offsetBytes(id) : await files.sizeBytes(id)
      await copyFrom(files.path(id), received_bytes ?? 0, sizeBytes ?? 0, (options) =>
        shared.openChunk(id, options),
      )
    }
    await files.remove(id)
  }
  await rm(folder, { recursive: true })
}

async function copyFrom(
  path: string,
  offsetBytes: number,
  sizeBytes: number,
  openChunk: (options: Parameters<ReceivedBytes['openChunk']>[1]) => ReturnType<ReceivedBytes['openChunk']>,
): Promise<void> {
  if (offsetBytes >= sizeBytes) return
  const sink = await openChunk({ offsetBytes, isVerifiedLater: false, mostBytes: sizeBytes - offsetBytes })
  try {
    const source = createReadStream(path, {
      start: offsetBytes,
      end: sizeBytes - 1,
      highWaterMark: 1024 ** 2,
    })
    for await (const chunk of source as AsyncIterable<Buffer>) await sink.write([chunk])
    await sink.sync()
    await sink.keep()
  } finally {
    await sink.close()
  }
}
