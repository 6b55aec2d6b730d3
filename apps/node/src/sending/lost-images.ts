/**
 * After a power cut the queue may know images that the disk does not have: those of the last moments, which came on an
 * association that was cut too. Looked for at the start, so that nothing goes to the centre with a hole in it.
 */
import { stat } from 'node:fs/promises'
import type { Logger } from 'pino'
import { ifPresent } from '../durable-file.ts'
import type { OutgoingQueue } from '../state/outgoing.ts'
import type { Spool } from './spool.ts'

/** A message that has lost some fails, with words for the administrator: sent again, the study is a message of its own. */
export async function findLost(queue: OutgoingQueue, spool: Spool, log: Logger): Promise<void> {
  for (const { id } of queue.unpacked()) {
    const lost: string[] = []
    for (const { sopInstanceUid, file, sizeBytes } of queue.instances(id)) {
      if ((await ifPresent(stat(spool.at(file))))?.size !== sizeBytes) lost.push(sopInstanceUid)
    }
    if (lost.length === 0) continue
    for (const sopInstanceUid of lost) queue.forgetInstance(id, sopInstanceUid)
    const trouble = `A power cut took ${lost.length} of its images: send the study again. Retry sends the others.`
    queue.move(id, 'failed', { trouble })
    log.error({ outgoing: id, images: lost.length }, 'images were lost by a power cut')
  }
}
