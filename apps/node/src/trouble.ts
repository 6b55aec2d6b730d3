/** What is wrong at the node, as a word for the centre: the gravest thing alone, and nothing that a PACS has said. */
import type { Spool } from './sending/spool.ts'
import type { IncomingQueue } from './state/incoming.ts'
import type { OutgoingQueue } from './state/outgoing.ts'

export type Trouble = 'disk-full' | 'sending-failed' | 'pacs-refuses'

export async function troubleOf({
  spool,
  diskReserveBytes,
  queue,
}: {
  readonly spool: Spool
  readonly diskReserveBytes: number
  readonly queue: { readonly outgoing: OutgoingQueue; readonly incoming: IncomingQueue }
}): Promise<Trouble | null> {
  if ((await spool.freeBytes()) < diskReserveBytes) return 'disk-full'
  if (queue.outgoing.failed() > 0) return 'sending-failed'
  return queue.incoming.refusedForNow() > 0 ? 'pacs-refuses' : null
}
