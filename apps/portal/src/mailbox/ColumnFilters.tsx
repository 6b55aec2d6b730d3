/**
 * The other party and the status of messages as filters: in the head of their columns; where a message is a card of its
 * own and there are no columns, among the other filters.
 */
import { NativeSelect, type NativeSelectProps } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Box, BoxPage } from '../api/types.ts'
import type { MessagesUrl } from '../routes/search.ts'
import { countedStatuses, statusOf } from './box-search.ts'

interface ColumnFilterProps extends Pick<NativeSelectProps, 'className' | 'size'> {
  readonly box: Box
  readonly facets: BoxPage['facets']
  readonly search: MessagesUrl
  readonly onFilter: (part: Partial<MessagesUrl>) => void
}

export function PartyFilter({ box, facets, search, onFilter, ...field }: ColumnFilterProps) {
  const { t } = useTranslation('mailbox')
  return (
    <NativeSelect
      {...field}
      label={t(`column.party.${box}`)}
      value={search.institution ?? ''}
      onChange={(event) => onFilter({ institution: event.currentTarget.value || undefined })}
      data={[
        { value: '', label: t('filter.anyParty') },
        ...facets.institutions.map(({ id, name, messages }) => ({
          value: id,
          label: `${name} (${messages})`,
        })),
      ]}
    />
  )
}

export function StatusFilter({ box, facets, search, onFilter, ...field }: ColumnFilterProps) {
  const { t } = useTranslation('mailbox')
  const { t: tm } = useTranslation('messages')
  const view = box === 'inbox' ? 'box' : 'delivery'
  const counted = countedStatuses(box, facets)
  const status = statusOf(search)
  // The one that is filtered by stands there when nothing is in it (any more), too.
  const isCounted = status === undefined || counted.some((each) => each.status === status)
  const statuses = isCounted ? counted : [...counted, { status, messages: 0 }]
  return (
    <NativeSelect
      {...field}
      label={t('column.status')}
      value={status ?? ''}
      onChange={(event) => onFilter({ status: event.currentTarget.value || undefined })}
      data={[
        { value: '', label: t('filter.anyStatus') },
        ...statuses.map(({ status: each, messages }) => ({
          value: each,
          label: `${tm(`status.${view}.${each}`)} (${messages})`,
        })),
      ]}
    />
  )
}
