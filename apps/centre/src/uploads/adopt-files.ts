/** Uploads in files of the data folder, from a time when this centre shared none, go to where all processes find them. */
import { createReadStream } from 'node:fs'
import { rm, stat } from 'node:fs/promises'
import type { Centre } from '../centre.ts'
import { ifPresent } from '../storage/index.ts'
import { type ReceivedBytes, TakenOverError } from './received-bytes.ts'
import { ReceivedFiles } from './received-files.ts'

const TELL_EVERY_MS = 10_000

/** Broken off, it goes on at the next start. Nobody writes to the files any more. */
export async function adoptFiles(
  { db, log }: Pick<Centre, 'db' | 'log'>,
  shared: ReceivedBytes,
  folder: string,
): Promise<void> {
  if ((await ifPresent(stat(folder))) === undefined) return
  const files = await ReceivedFiles.open(folder)
  let [adopted, toldAtMs] = [0, performance.now()]
  for await (const id of files.list()) {
    while (!(await isAdopted(db, shared, files, id)))
      log.info({ uploadId: id }, 'an upload went on elsewhere')
    await files.remove(id)
    adopted++
    if (performance.now() - toldAtMs < TELL_EVERY_MS) continue
    toldAtMs = performance.now()
    log.info({ uploads: adopted }, 'uploads of the data folder are on their way to the store')
  }
  await rm(folder, { recursive: true })
  log.info({ uploads: adopted }, 'uploads of the data folder are in the store')
}

/** False: another process, where its sender goes on with it, wrote to it meanwhile. */
async function isAdopted(
  db: Centre['db'],
  shared: ReceivedBytes,
  files: ReceivedFiles,
  id: string,
): Promise<boolean> {
  const upload = await db
    .selectFrom('upload')
    .where('id', '=', id)
    .select(['completed_at', 'received_bytes'])
    .executeTakeFirst()
  if (upload === undefined) return true
  if (upload.received_bytes === null) await shared.create(id)
  const { completed_at, received_bytes } = upload
  const sizeBytes = completed_at === null ? await files.offsetBytes(id) : await files.sizeBytes(id)
  try {
    await copyFrom(files.path(id), received_bytes ?? 0, sizeBytes ?? 0, (options) =>
      shared.openChunk(id, options),
    )
    return true
  } catch (error) {
    if (error instanceof TakenOverError) return false
    throw error
  }
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
