/** A delivery's package and the list of its instances, from the centre onto the node's disk. */
import { join } from 'node:path'
import type { CentreConnection } from '../centre/connection.ts'
import { downloadPackage } from '../centre/download.ts'
import type { EarlyReceiving } from '../early/early-receiving.ts'
import { putTogether } from '../early/put-together.ts'
import type { GrowingFile } from '../growing-file.ts'
import type { Incoming, IncomingQueue } from '../state/incoming.ts'

interface ListedInstance {
  readonly sopInstanceUid: string
  readonly sopClassUid: string
  readonly transferSyntaxUid: string
  readonly offset: number
  readonly sizeBytes: number
  readonly sha256: string
  /** Undefined: a centre of before does not tell it. */
  readonly modality?: string
}

/** Unless they are known already. */
export async function listInstances(
  messageId: string,
  connection: CentreConnection,
  queue: IncomingQueue,
  pacsFor: (modality: string) => readonly string[],
  signal: AbortSignal,
): Promise<void> {
  if (isListed(messageId, queue)) return
  const { items } = await connection.call<{ items: readonly ListedInstance[] }>({
    path: `/api/nodes/own/deliveries/${messageId}/instances`,
    signal,
  })
  keepListed(messageId, items, queue, pacsFor)
}

/** Unless they are known already. */
export function keepListed(
  messageId: string,
  items: readonly ListedInstance[],
  queue: IncomingQueue,
  pacsFor: (modality: string) => readonly string[],
): void {
  if (isListed(messageId, queue)) return
  queue.listed(
    messageId,
    items.map(({ offset, modality = '', ...listed }, position) => ({
      ...{ ...listed, modality, offsetBytes: offset, position },
    })),
    pacsFor,
  )
}

function isListed(messageId: string, queue: IncomingQueue): boolean {
  return Object.values(queue.count(messageId)).some((count) => count > 0)
}

export function packagePath(folder: string, messageId: string): string {
  return join(folder, messageId, 'package.zip')
}

interface FetchingParts {
  readonly connection: CentreConnection
  readonly queue: IncomingQueue
  readonly early: Pick<EarlyReceiving, 'take' | 'letGo'>
}

/** Of what came early already only the rest travels. Its instances are listed before. As `downloadPackage`. */
export async function fetchPackage(
  { messageId, arrivedAs }: Pick<Incoming, 'messageId' | 'arrivedAs'>,
  file: GrowingFile,
  { connection, queue, early }: FetchingParts,
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
