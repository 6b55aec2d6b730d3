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
