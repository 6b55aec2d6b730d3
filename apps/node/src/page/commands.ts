/** What the administrator may do to one transfer at the node's page, and when. */
import type { Logger } from 'pino'
import type { Incoming, IncomingQueue } from '../state/incoming.ts'
import type { Outgoing, OutgoingQueue } from '../state/outgoing.ts'
import type { Participants } from '../state/participants.ts'
import type { WorkLoop } from '../work-loop.ts'

export type Command = 'hold' | 'release' | 'retry' | 'cancel'
/** Redirecting needs to be told to whom. */
export type OutgoingCommand = Command | 'redirect'

type Standing = Pick<Outgoing, 'state' | 'held'>
type IncomingStanding = Pick<Incoming, 'state' | 'held'>

const OUTGOING: Readonly<Record<Outgoing['state'], readonly OutgoingCommand[]>> = {
  // More images may come, for whom they were called for.
  receiving: ['hold', 'cancel'],
  packing: ['hold', 'retry', 'redirect', 'cancel'],
  uploading: ['hold', 'retry', 'redirect', 'cancel'],
  // The message is made: people cancel it at the centre.
  sent: ['retry'],
  delivered: [],
  failed: ['retry', 'redirect', 'cancel'],
  cancelling: ['retry'],
  cancelled: [],
}

const INCOMING: Readonly<Record<Incoming['state'], readonly Command[]>> = {
  waiting: ['hold', 'retry', 'cancel'],
  storing: ['hold', 'retry', 'cancel'],
  // All of it is at the PACS.
  committing: [],
  done: [],
  gone: [],
  cancelling: ['retry'],
  cancelled: [],
}

/** What is held can be released and cancelled. */
const HELD: readonly Command[] = ['release', 'cancel']

export function commandsForOutgoing({ state, held }: Standing): readonly OutgoingCommand[] {
  if (held === 0) return OUTGOING[state]
  return OUTGOING[state].includes('redirect') ? ['release', 'redirect', 'cancel'] : HELD
}

export function commandsForIncoming({ state, held }: IncomingStanding): readonly Command[] {
  return held === 1 ? HELD : INCOMING[state]
}

export interface CommandedParts {
  readonly participants: Pick<Participants, 'find'>
  readonly queue: { readonly outgoing: OutgoingQueue; readonly incoming: IncomingQueue }
  readonly sending: Pick<WorkLoop<Outgoing>, 'cut' | 'look'>
  readonly fetching: WorkLoop<Incoming>
  /** Nobody waits any more for one that did not answer. */
  readonly callAllPacs: () => void
  readonly log: Logger
}

/** `not-now`: its state does not allow it, perhaps not any more. */
export type Obeyed = 'done' | 'unknown' | 'not-now'

/** Done: it is in the queue's records. A cancellation is complete when the state says `cancelled`. */
export async function commandOutgoing(
  { queue: { outgoing: queue }, sending, log }: CommandedParts,
  id: string,
  command: Command,
): Promise<Obeyed> {
  const found = queue.find(id)
  if (found === undefined) return 'unknown'
  if (!commandsForOutgoing(found).includes(command)) return 'not-now'
  log.warn({ outgoing: id, command }, 'commanded at the page')
  if (command === 'hold' || command === 'cancel') {
    // Held first, so that nobody takes it up between the cut and what follows.
    queue.hold(id, 1)
    await sending.cut(id)
    const now = queue.find(id)
    // What was under way may have come to its end.
    if (now === undefined || !OUTGOING[now.state].includes(command)) {
      queue.hold(id, 0)
      sending.look()
      return 'not-now'
    }
  }
  if (command === 'cancel') queue.move(id, 'cancelling')
  if (command === 'retry' && found.state === 'failed') queue.beginAnew(id)
  if (command !== 'hold') queue.hold(id, 0)
  sending.look()
  return 'done'
}

/** To another participant, by its AE title or an alias. As `commandOutgoing`; `no-participant`: there is none of that title. */
export async function redirectOutgoing(
  { queue: { outgoing: queue }, participants, sending, log }: CommandedParts,
  id: string,
  called: string,
): Promise<Obeyed | 'no-participant'> {
  const found = queue.find(id)
  if (found === undefined) return 'unknown'
  if (!commandsForOutgoing(found).includes('redirect')) return 'not-now'
  const recipient = participants.find(called)
  if (recipient === undefined || recipient.id === found.recipientId) return 'no-participant'
  log.warn({ outgoing: id, from: found.called, called, command: 'redirect' }, 'commanded at the page')
  queue.hold(id, 1)
  await sending.cut(id)
  const now = queue.find(id)
  const isPossible = now !== undefined && OUTGOING[now.state].includes('redirect')
  if (isPossible)
    queue.redirection.begin(id, { called, recipientId: recipient.id, recipientName: recipient.name })
  // What was held before goes on too: who says where it is to go wants it to go.
  queue.hold(id, 0)
  sending.look()
  return isPossible ? 'done' : 'not-now'
}

/** As `commandOutgoing`, for a delivery. */
export async function commandIncoming(
  { queue: { incoming: queue }, fetching, callAllPacs, log }: CommandedParts,
  messageId: string,
  command: Command,
): Promise<Obeyed> {
  const found = queue.find(messageId)
  if (found === undefined) return 'unknown'
  if (!commandsForIncoming(found).includes(command)) return 'not-now'
  log.warn({ message: messageId, command }, 'commanded at the page')
  if (command === 'hold' || command === 'cancel') {
    queue.hold(messageId, 1)
    await fetching.cut(messageId)
    const now = queue.find(messageId)
    if (now === undefined || !INCOMING[now.state].includes(command)) {
      queue.hold(messageId, 0)
      fetching.look()
      return 'not-now'
    }
  }
  if (command === 'cancel') queue.move(messageId, 'cancelling')
  if (command === 'retry') callAllPacs()
  if (command !== 'hold') queue.hold(messageId, 0)
  fetching.look()
  return 'done'
}
