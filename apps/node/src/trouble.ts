/** What is wrong at the node, as a word for the centre: the gravest thing alone, and nothing that a PACS has said. */
import type { NodeConfig } from './config/schema.ts'
import { isQueueFull } from './sending/receiver.ts'
import type { Spool } from './sending/spool.ts'
import type { IncomingQueue } from './state/incoming.ts'
import type { OutgoingQueue } from './state/outgoing.ts'

export type Trouble = 'disk-full' | 'queue-full' | 'sending-failed' | 'pacs-away' | 'pacs-refuses'

export async function troubleOf({
  spool,
  config,
  queue,
  isPacsAway,
}: {
  readonly spool: Spool
  readonly config: Pick<NodeConfig, 'dicom'>
  readonly queue: { readonly outgoing: OutgoingQueue; readonly incoming: IncomingQueue }
  /** It took no association, or broke it off. */
  readonly isPacsAway: boolean
}): Promise<Trouble | null> {
  if ((await spool.freeBytes()) < config.dicom.diskReserveBytes) return 'disk-full'
  if (isQueueFull(queue.outgoing, config)) return 'queue-full'
  if (queue.outgoing.failed() > 0) return 'sending-failed'
  if (queue.incoming.refusedForNow() === 0) return null
  return isPacsAway ? 'pacs-away' : 'pacs-refuses'
}
