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

type Looked = Pick<MessageSummary, 'sender' | 'status' | 'deliveries'>

export function standingOf(message: Looked, institutionId: string): Standing {
  const isSender = message.sender.id === institutionId
  const own = message.deliveries.find(({ institution }) => institution.id === institutionId)
  const received = own && (withData.includes(own.status) || own.status === 'deleted') ? own : undefined
  const inMailbox = received !== undefined && withData.includes(received.status)
  return {
    isSender,
    received,
    canDownload: inMailbox || (isSender && (message.status === 'accepted' || message.status === 'delivered')),
    canDelete: inMailbox,
    canReply: received !== undefined && !isSender,
    canCancel: isSender && (message.status === 'uploading' || message.status === 'checking'),
  }
}

/** Still moving by itself: the page has something to wait for. */
export function isUnderWay({ status }: Pick<MessageSummary, 'status'>): boolean {
  return status === 'uploading' || status === 'checking' || status === 'accepted'
}

export function deletionOf(events: readonly MessageEvent[], institutionId: string): MessageEvent | undefined {
  return events.findLast(({ what, institution }) => what === 'deleted' && institution?.id === institutionId)
}
