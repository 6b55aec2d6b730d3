/** From what stands in a box's address to what the centre is asked; words that mean nothing are passed over. */
import type { BoxSearch } from '../api/mailbox.ts'
import type { Box, DeliveryStatus } from '../api/types.ts'
import { beginOf, endOf } from '../format/days.ts'
import type { MessagesUrl } from '../routes/search.ts'

/** The first is the usual one, which no address names. */
export const sorts = ['newest', 'oldest', 'largest', 'smallest', 'institution', 'institution-last'] as const
export type Sort = (typeof sorts)[number]

const orders: Readonly<Record<Sort, Pick<BoxSearch, 'sort' | 'order'>>> = {
  newest: {},
  oldest: { sort: 'date', order: 'ascending' },
  largest: { sort: 'size', order: 'descending' },
  smallest: { sort: 'size', order: 'ascending' },
  institution: { sort: 'institution', order: 'ascending' },
  'institution-last': { sort: 'institution', order: 'descending' },
}

const statuses: readonly DeliveryStatus[] = [
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
]

export function statusOf({ status }: MessagesUrl): DeliveryStatus | undefined {
  return statuses.find((each) => each === status)
}

export function sortOf({ sort }: MessagesUrl): Sort {
  return sorts.find((each) => each === sort) ?? 'newest'
}

/** As `aria-sort` of the column that the list is sorted by. */
export function sortedBy(
  url: MessagesUrl,
  column: 'date' | 'institution' | 'size',
): 'ascending' | 'descending' | undefined {
  const { sort = 'date', order = 'descending' } = orders[sortOf(url)]
  return sort === column ? order : undefined
}

/** Among the sent the status is that of deliveries: what recipients have done is what a sender looks for. */
export function boxSearchOf(box: Box, url: MessagesUrl, patient: string | undefined): BoxSearch {
  const { q, urgent, page } = url
  const status = statusOf(url)
  return {
    q,
    patient,
    urgent,
    page,
    ...(box === 'inbox' ? { status } : { delivery: status }),
    institution: isId(url.institution) ? url.institution : undefined,
    from: isDay(url.from) ? beginOf(url.from) : undefined,
    to: isDay(url.to) ? endOf(url.to) : undefined,
    ...orders[sortOf(url)],
  }
}

/** How many filters are set, the order not being one. */
export function filtersSet(box: Box, url: MessagesUrl, patient: string | undefined): number {
  const { sort, order, page, ...filters } = boxSearchOf(box, url, patient)
  return Object.values(filters).filter((value) => value !== undefined).length
}

function isId(text: string | undefined): text is string {
  return text !== undefined && /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(text)
}

export function isDay(text: string | undefined): text is string {
  return text !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text))
}
