/** What a message is to the institution that looks at it, and what may be done with it. */
import type { Delivery, DeliveryStatus, MessageEvent, MessageSummary } from '../api/types.ts'

/** Statuses of a delivery whose data lies in the mailbox. */
const withData: readonly DeliveryStatus[] = [
  'delivered',
  'opened',
  'downloaded',
  'forwarded',
  'stored',
  'committed',
]

export interface Standing {
  readonly isSender: boolean
  /** The institution's own delivery, when it is a recipient and the message has reached it. */
  readonly received: Delivery | undefined
  readonly canDownload: boolean
  readonly canDelete: boolean
  readonly canCancel: boolean
  /** Its data may be deleted already. What one has sent to oneself needs no answer. */
  readonly canReply: boolean
}

type Looked = Pick<MessageSummary, 'sender' | 'status' | 'deliveries'> &
  Partial<Pick<MessageSummary, 'endToEnd'>>

export function standingOf(message: Looked, institutionId: string): Standing {
  const isSender = message.sender.id === institutionId
  const own = message.deliveries.find(({ institution }) => institution.id === institutionId)
  const received = own && (withData.includes(own.status) || own.status === 'deleted') ? own : undefined
  const inMailbox = received !== undefined && withData.includes(received.status)
  return {
    isSender,
    received,
    // What is encrypted end to end only nodes can read.
    canDownload:
      message.endToEnd !== true &&
      (inMailbox || (isSender && (message.status === 'accepted' || message.status === 'delivered'))),
    canDelete: inMailbox,
    canReply: received !== undefined && !isSender,
    canCancel: isSender && (message.status === 'uploading' || message.status === 'checking'),
  }
}

/** The whole, and how it stands at each recipient. */
export interface Sent {
  readonly status: MessageSummary['status']
  readonly deliveries: readonly Pick<Delivery, 'status'>[]
}

export interface SentState {
  readonly status: DeliveryStatus
  /** How many recipients it is so at. */
  readonly recipients: number
}

/**
 * How a sent message stands, as its list and its page both say it: at its recipients once it has come to them, the
 * furthest first; before that, and when it never comes, as the whole.
 */
export function sentStatesOf({ status, deliveries }: Sent): readonly SentState[] {
  const isAtRecipients = status === 'accepted' || status === 'delivered' || status === 'deleted'
  if (!isAtRecipients || deliveries.length === 0) return [{ status, recipients: deliveries.length }]
  const furthestFirst = ['deleted', ...withData.toReversed()]
  const place = (state: SentState) => {
    const at = furthestFirst.indexOf(state.status)
    return at < 0 ? furthestFirst.length : at
  }
  // Firefox ESR 115 and Safari 16 know no Map.groupBy.
  const counts = new Map<DeliveryStatus, number>()
  for (const each of deliveries) counts.set(each.status, (counts.get(each.status) ?? 0) + 1)
  return [...counts]
    .map(([each, recipients]) => ({ status: each, recipients }))
    .toSorted((one, other) => place(one) - place(other))
}

/** Still moving by itself: the page has something to wait for. */
export function isUnderWay({ status }: Pick<MessageSummary, 'status'>): boolean {
  return status === 'uploading' || status === 'checking' || status === 'accepted'
}

export function deletionOf(events: readonly MessageEvent[], institutionId: string): MessageEvent | undefined {
  return events.findLast(({ what, institution }) => what === 'deleted' && institution?.id === institutionId)
}
