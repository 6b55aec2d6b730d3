/** What is wrong at the node, as a word for the centre: the gravest thing alone, and nothing that a PACS has said. */
import type { Lack, Room } from './sending/room.ts'
import type { IncomingQueue } from './state/incoming.ts'
import type { OutgoingQueue } from './state/outgoing.ts'

export type Trouble = Lack | 'sending-failed' | 'clock-wrong' | 'pacs-away' | 'pacs-refuses'

export async function troubleOf({
  room,
  queue,
  isClockWrong,
  isPacsAway,
}: {
  readonly room: Pick<Room, 'look'>
  readonly queue: { readonly outgoing: OutgoingQueue; readonly incoming: IncomingQueue }
  /** Of this machine, by the centre's. */
  readonly isClockWrong: boolean
  /** It took no association, or broke it off. */
  readonly isPacsAway: boolean
}): Promise<Trouble | null> {
  const lack = await room.look()
  if (lack !== null) return lack
  if (queue.outgoing.failed() > 0) return 'sending-failed'
  if (isClockWrong) return 'clock-wrong'
  if (queue.incoming.refusedForNow() === 0) return null
  return isPacsAway ? 'pacs-away' : 'pacs-refuses'
}
