/** Everything that a message's record can say has happened; the portal has a text for each in both languages. */
export const EVENT_NAMES = [
  'created',
  'interrupted',
  'continued',
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

export type EventName = (typeof EVENT_NAMES)[number]
