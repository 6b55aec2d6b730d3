/** A delivery's package and the list of its instances, from the centre onto the node's disk. */
import { join } from 'node:path'
import type { CentreConnection } from '../centre/connection.ts'
import type { IncomingQueue } from '../state/incoming.ts'

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
  const known = Object.values(queue.count(messageId)).reduce((sum, count) => sum + count, 0)
  if (known > 0) return
  const { items } = await connection.call<{ items: readonly ListedInstance[] }>({
    path: `/api/nodes/own/deliveries/${messageId}/instances`,
    signal,
  })
  queue.listed(
    messageId,
    items.map(({ offset, modality = '', ...listed }, position) => ({
      ...{ ...listed, modality, offsetBytes: offset, position },
    })),
    pacsFor,
  )
}

export function packagePath(folder: string, messageId: string): string {
  return join(folder, messageId, 'package.zip')
}
