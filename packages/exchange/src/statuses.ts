/**
 * Life of a message and of its deliveries: the statuses and the legal moves between them. Statuses only move
 * forward; each move is one audit event.
 */

/** Of the whole message, as its sender sees it. */
export const MESSAGE_STATUSES = [
  'uploading',
  'checking',
  'accepted',
  'delivered',
  'rejected',
  'cancelled',
  'expired',
  'deleted',
] as const
export type MessageStatus = (typeof MESSAGE_STATUSES)[number]

/** Of one message at one recipient. `forwarded`, `stored` and `committed` exist only where a node takes over. */
export const DELIVERY_STATUSES = [
  'uploading',
  'checking',
  'accepted',
  'delivered',
  'opened',
  'downloaded',
  'forwarded',
  'stored',
  'committed',
  'deleted',
  'rejected',
  'cancelled',
  'expired',
] as const
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number]

export const MESSAGE_MOVES: Readonly<Record<MessageStatus, readonly MessageStatus[]>> = {
  uploading: ['checking', 'cancelled', 'expired'],
  checking: ['accepted', 'delivered', 'rejected', 'cancelled'],
  accepted: ['delivered'],
  delivered: ['deleted'],
  rejected: [],
  cancelled: [],
  expired: [],
  deleted: [],
}

export const DELIVERY_MOVES: Readonly<Record<DeliveryStatus, readonly DeliveryStatus[]>> = {
  uploading: ['checking', 'cancelled', 'expired'],
  checking: ['accepted', 'delivered', 'rejected', 'cancelled'],
  accepted: ['delivered'],
  delivered: ['opened', 'downloaded', 'forwarded', 'deleted'],
  opened: ['downloaded', 'forwarded', 'deleted'],
  downloaded: ['forwarded', 'deleted'],
  forwarded: ['stored', 'deleted'],
  stored: ['committed', 'deleted'],
  committed: ['deleted'],
  deleted: [],
  rejected: [],
  cancelled: [],
  expired: [],
}

export function canMoveMessage(from: MessageStatus, to: MessageStatus): boolean {
  return MESSAGE_MOVES[from].includes(to)
}

export function canMoveDelivery(from: DeliveryStatus, to: DeliveryStatus): boolean {
  return DELIVERY_MOVES[from].includes(to)
}

/** Statuses of a delivery that stands in the recipient's mailbox: before them the message is not there at all. */
export const IN_MAILBOX = [
  'delivered',
  'opened',
  'downloaded',
  'forwarded',
  'stored',
  'committed',
  'deleted',
] as const satisfies readonly DeliveryStatus[]
