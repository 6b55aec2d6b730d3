/** A delivery's package and the list of its instances, from the centre onto the node's disk. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { CentreConnection } from '../centre/connection.ts'
import { downloadPackage } from '../centre/download.ts'
import type { IncomingQueue } from '../state/incoming.ts'

export interface ListedInstance {
  readonly sopInstanceUid: string
  readonly sopClassUid: string
  readonly transferSyntaxUid: string
  readonly offset: number
  readonly sizeBytes: number
  readonly sha256: string
}

export async function fetchDelivery(
  messageId: string,
  {
    connection,
    queue,
    folder,
    signal,
  }: {
    readonly connection: CentreConnection
    readonly queue: IncomingQueue
    readonly folder: string
    readonly signal: AbortSignal
  },
): Promise<void> {
  await mkdir(join(folder, messageId), { recursive: true, mode: 0o700 })
  await downloadPackage(connection, messageId, packagePath(folder, messageId), signal)
  const { items } = await connection.call<{ items: readonly ListedInstance[] }>({
    path: `/api/nodes/own/deliveries/${messageId}/instances`,
  })
  queue.fetched(
    messageId,
    items.map(({ offset, ...listed }, position) => ({ ...listed, offsetBytes: offset, position })),
  )
}

export function packagePath(folder: string, messageId: string): string {
  return join(folder, messageId, 'package.zip')
}
