/** What a request is asked for and what its record can say; the portal has a text for each in both languages. */

export const REQUEST_EVENTS = [
  'created',
  'opened',
  'answering',
  'delivered',
  'completed',
  'refused',
  'withdrawn',
  'reminded',
  'escalated',
] as const
export type RequestEventName = (typeof REQUEST_EVENTS)[number]

/** A status, or that an open one is late. */
export const REQUEST_STANDINGS = ['open', 'overdue', 'answered', 'refused', 'withdrawn'] as const

export const REQUEST_BOXES = ['received', 'sent'] as const
export type RequestBox = (typeof REQUEST_BOXES)[number]

/** The first is the usual one. */
export const REQUEST_SORTS = ['newest', 'oldest', 'needed'] as const
export type RequestSort = (typeof REQUEST_SORTS)[number]
