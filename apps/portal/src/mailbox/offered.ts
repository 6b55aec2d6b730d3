/** What the filters in the head of a box's list offer; the one that is filtered by stands there whatever was counted. */
import type { Box, BoxFacets, DeliveryStatus, MessageSummary } from '../api/types.ts'

/** While the centre is brought to a new version, a process of the one before may answer without deliveries. */
export type Facets = Omit<BoxFacets, 'deliveries'> & Partial<Pick<BoxFacets, 'deliveries'>>

export interface OfferedStatus {
  readonly status: string
  /** Undefined: not counted yet. */
  readonly messages: number | undefined
}

export interface OfferedParty {
  readonly id: string
  /** Undefined: not known yet. */
  readonly name: string | undefined
  readonly messages: number | undefined
}

export function offeredStatuses(
  box: Box,
  facets: Facets | undefined,
  chosen: DeliveryStatus | undefined,
): readonly OfferedStatus[] {
  const counted = facets === undefined ? [] : countedStatuses(box, facets)
  if (chosen === undefined || counted.some(({ status }) => status === chosen)) return counted
  return [...counted, { status: chosen, messages: facets === undefined ? undefined : 0 }]
}

/** Among the sent by the status of their deliveries, as the list itself is filtered. */
function countedStatuses(box: Box, { statuses, deliveries }: Facets): BoxFacets['statuses'] {
  return box === 'inbox' ? statuses : (deliveries ?? statuses)
}

/** @param messages those on the screen, by which the chosen one has a name before all are counted */
export function offeredParties(
  facets: Facets | undefined,
  chosen: string | undefined,
  messages: readonly Pick<MessageSummary, 'sender' | 'recipients'>[],
): readonly OfferedParty[] {
  const counted = facets?.institutions ?? []
  if (chosen === undefined || counted.some(({ id }) => id === chosen)) return counted
  const parties = messages.flatMap(({ sender, recipients }) => [sender, ...recipients])
  const name = parties.find(({ id }) => id === chosen)?.name
  return [...counted, { id: chosen, name, messages: facets === undefined ? undefined : 0 }]
}
