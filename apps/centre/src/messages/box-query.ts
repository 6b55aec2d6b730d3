/** What a box is asked for, and what it answers. */
import type { MessageSummary, Party } from './summaries.ts'

export const BOX_SORTS = ['date', 'institution', 'size'] as const
export type BoxSort = (typeof BOX_SORTS)[number]
export const BOX_ORDERS = ['ascending', 'descending'] as const
export type BoxOrder = (typeof BOX_ORDERS)[number]

export interface BoxFilter {
  /** Of the delivery in the inbox, of the message among the sent. */
  readonly status?: string | undefined
  /** Of any delivery: among the sent, how it stands at one of the recipients at least. */
  readonly delivery?: string | undefined
  /** The other party. */
  readonly institution?: string | undefined
  /** RFC 3339; `to` is the first moment that is too late. */
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly urgent?: boolean | undefined
  /** In what people wrote, and in names of institutions. */
  readonly q?: string | undefined
  /** Name or ID. */
  readonly patient?: string | undefined
}

export interface BoxQuery extends BoxFilter {
  readonly box: 'inbox' | 'sent'
  readonly sort: BoxSort
  readonly order: BoxOrder
  readonly page: number
  readonly pageSize: number
  /** Whether what the filters can choose from is counted as well: of a large mailbox most of what a list costs. */
  readonly facets: boolean
}

interface StatusFacet {
  readonly status: string
  readonly messages: number
}

export interface BoxPage {
  readonly items: readonly MessageSummary[]
  readonly total: number
  /** Deliveries that nobody has opened yet, and those marked as unread, whatever the filter. */
  readonly unread: number
  readonly facets?: BoxFacets | undefined
}

/** What the filters in the list's head can choose from, over the whole box. */
export interface BoxFacets {
  readonly institutions: readonly (Party & { readonly messages: number })[]
  readonly statuses: readonly StatusFacet[]
  /** By the status of their deliveries: a message to several recipients may count under several. */
  readonly deliveries: readonly StatusFacet[]
}
