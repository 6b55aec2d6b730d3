/**
 * After a power cut the queue may know images that the disk does not have: those of the last moments, which came on an
 * association that was cut too. Looked for at the start, so that nothing goes to the centre with a hole in it.
 */
import { createHash } from 'node:crypto'
import { type Files, type OpenedFile, readRange } from '@epacs/package'
import type { Logger } from 'pino'
import { ifPresent } from '../durable-file.ts'
import { ifWhole } from '../encryption/stored-file.ts'
import type { OutgoingQueue } from '../state/outgoing.ts'
import type { SpooledInstance } from '../state/outgoing-images.ts'
import type { Spool } from './spool.ts'

/** A message that has lost some fails, with words for the administrator: sent again, the study is a message of its own. */
export async function findLost(queue: OutgoingQueue, spool: Spool, log: Logger): Promise<void> {
  for (const { id } of queue.unpacked()) {
    const lost: string[] = []
    for (const instance of queue.images.instances(id)) {
      if (!(await isThere(spool, instance))) lost.push(instance.sopInstanceUid)
    }
    if (lost.length === 0) continue
    for (const sopInstanceUid of lost) queue.images.forgetInstance(id, sopInstanceUid)
    const trouble = `A power cut took ${lost.length} of its images: send the study again. Retry sends the others.`
    queue.move(id, 'failed', { trouble })
    log.error({ outgoing: id, images: lost.length }, 'images were lost by a power cut')
  }
}

/** A file may have its length and zeros for its bytes: its data set is to have the hash that it came with. */
async function isThere(spool: Spool, instance: SpooledInstance): Promise<boolean> {
  return (await ifPresent(ifWhole(isWhole(spool.files, spool.at(instance.file), instance)))) ?? false
}

async function isWhole(
  files: Files,
  path: string,
  { sizeBytes, dataSetSha256 }: SpooledInstance,
): Promise<boolean> {
  const file = await files.open(path, 'r')
  try {
    if ((await file.stat()).size !== sizeBytes) return false
    const start = await dataSetOffset(file)
    if (start === undefined || start > sizeBytes) return false
    const hash = createHash('sha256')
    for await (const chunk of readRange(file, start, sizeBytes, READ_BYTES)) hash.update(chunk)
    return hash.digest('hex') === dataSetSha256
  } finally {
    await file.close()
  }
}

const READ_BYTES = 1024 * 1024
const PREAMBLE_BYTES = 128
/** "DICM", then File Meta Information Group Length (0002,0000): its value says how much comes behind it (PS3.10 §7.1). */
const UP_TO_GROUP_LENGTH = PREAMBLE_BYTES + 4 + 12

/** Undefined: it is no file that was received. */
async function dataSetOffset(file: OpenedFile): Promise<number | undefined> {
  const buffer = Buffer.alloc(UP_TO_GROUP_LENGTH)
  const { bytesRead } = await file.read(buffer, 0, buffer.length, 0)
  if (
    bytesRead < UP_TO_GROUP_LENGTH ||
    buffer.toString('latin1', PREAMBLE_BYTES, PREAMBLE_BYTES + 4) !== 'DICM'
  )
    return undefined
  return UP_TO_GROUP_LENGTH + buffer.readUInt32LE(UP_TO_GROUP_LENGTH - 4)
}
