/** A delivery's package onto the node's disk: of what came early already only the rest travels. */
import type { CentreConnection } from '../centre/connection.ts'
import { downloadPackage } from '../centre/download.ts'
import type { EarlyReceiving } from '../early/early-receiving.ts'
import { putTogether } from '../early/put-together.ts'
import type { GrowingFile } from '../growing-file.ts'
import type { Incoming, IncomingQueue } from '../state/incoming.ts'

export interface BringingParts {
  readonly connection: CentreConnection
  readonly queue: IncomingQueue
  readonly early: Pick<EarlyReceiving, 'take' | 'letGo'>
}

/** Its instances are listed before. As `downloadPackage`. */
export async function bringPackage(
  { messageId, arrivedAs }: Pick<Incoming, 'messageId' | 'arrivedAs'>,
  file: GrowingFile,
  { connection, queue, early }: BringingParts,
  signal: AbortSignal,
): Promise<string> {
  const kept = arrivedAs === null ? undefined : await early.take(arrivedAs, signal)
  if (kept !== undefined) {
    try {
      const wanted = { messageId, instances: queue.listing(messageId), kept, file }
      const sha256 = await putTogether(connection, wanted, signal)
      if (sha256 !== undefined) return sha256
    } finally {
      await early.letGo(kept)
    }
  }
  return await downloadPackage(connection, messageId, file, signal)
}
