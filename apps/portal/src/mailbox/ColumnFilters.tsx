/**
 * The other party and the status of messages as filters: in the head of their columns; where a message is a card of its
 * own and there are no columns, among the other filters.
 */
import { NativeSelect, type NativeSelectProps } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Box, MessageSummary } from '../api/types.ts'
import type { MessagesUrl } from '../routes/search.ts'
import { statusOf } from './box-search.ts'
import { type Facets, offeredParties, offeredStatuses } from './offered.ts'

interface ColumnFilterProps extends Pick<NativeSelectProps, 'className' | 'size'> {
  readonly box: Box
  /** Undefined: not counted yet. */
  readonly facets: Facets | undefined
  readonly search: MessagesUrl
  readonly onFilter: (part: Partial<MessagesUrl>) => void
}

interface PartyFilterProps extends ColumnFilterProps {
  /** Those on the screen. */
  readonly messages: readonly MessageSummary[]
}

export function PartyFilter({ box, messages, facets, search, onFilter, ...field }: PartyFilterProps) {
  const { t } = useTranslation('mailbox')
  return (
    <NativeSelect
      {...field}
      label={t(`column.party.${box}`)}
      value={search.institution ?? ''}
      onChange={(event) => onFilter({ institution: event.currentTarget.value || undefined })}
      data={[
        { value: '', label: t('filter.anyParty') },
        ...offeredParties(facets, search.institution, messages).map((party) => ({
          value: party.id,
          label: withCount(party.name ?? '…', party.messages),
        })),
      ]}
    />
  )
}

export function StatusFilter({ box, facets, search, onFilter, ...field }: ColumnFilterProps) {
  const { t } = useTranslation('mailbox')
  const { t: tm } = useTranslation('messages')
  const view = box === 'inbox' ? 'box' : 'delivery'
  const status = statusOf(search)
  return (
    <NativeSelect
      {...field}
      label={t('column.status')}
      value={status ?? ''}
      onChange={(event) => onFilter({ status: event.currentTarget.value || undefined })}
      data={[
        { value: '', label: t('filter.anyStatus') },
        ...offeredStatuses(box, facets, status).map(({ status: each, messages: count }) => ({
          value: each,
          label: withCount(tm(`status.${view}.${each}`), count),
        })),
      ]}
    />
  )
}

function withCount(label: string, count: number | undefined): string {
  return count === undefined ? label : `${label} (${count})`
}
