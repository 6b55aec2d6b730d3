/** What the box is narrowed to and how it is sorted. On a phone all but the patient folds under a button. */
import { Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Box, MessageSummary } from '../api/types.ts'
import { PatientIcon } from '../icons/message-icons.tsx'
import { FoldedFilters } from '../layout/FoldedFilters.tsx'
import { SearchField } from '../layout/SearchField.tsx'
import { useTypedFilter } from '../layout/use-typed-filter.ts'
import type { MessagesUrl } from '../routes/search.ts'
import { isDay, sortOf, sorts, statusOf } from './box-search.ts'
import { PartyFilter, StatusFilter } from './ColumnFilters.tsx'
import classes from './Filters.module.css'
import type { Facets } from './offered.ts'

interface FiltersProps {
  readonly box: Box
  readonly messages: readonly MessageSummary[]
  readonly facets: Facets | undefined
  readonly search: MessagesUrl
  readonly patient: string | undefined
  readonly onFilter: (part: Partial<MessagesUrl>) => void
  readonly onPatient: (patient: string | undefined) => void
}

export function Filters({ box, messages, facets, search, patient, onFilter, onPatient }: FiltersProps) {
  const { t } = useTranslation('mailbox')
  const [typedPatient, setPatient] = useTypedFilter(patient, onPatient)
  const [words, setWords] = useTypedFilter(search.q, (q) => onFilter({ q }))
  const from = isDay(search.from) ? search.from : undefined
  const to = isDay(search.to) ? search.to : undefined
  const column = { box, facets, search, onFilter, size: 'md', className: classes.column }
  const { q, urgent, sort, institution } = search
  const folded = [q, from, to, urgent, sort, institution, statusOf(search)].filter(
    (value) => value !== undefined,
  ).length
  return (
    <search className={classes.filters}>
      <TextInput
        className={classes.patient}
        size="md"
        label={t('search.patient')}
        placeholder={t('search.patientPlaceholder')}
        leftSection={<PatientIcon />}
        // Not what others at this computer should be offered.
        autoComplete="off"
        maxLength={200}
        value={typedPatient}
        onChange={(event) => setPatient(event.currentTarget.value)}
      />
      <FoldedFilters label={folded > 0 ? t('search.moreSet', { count: folded }) : t('search.more')}>
        <SearchField
          className={classes.words}
          label={t('search.label')}
          placeholder={t(`search.placeholder.${box}`)}
          maxLength={200}
          value={words}
          onType={setWords}
        />
        <PartyFilter {...column} messages={messages} />
        <StatusFilter {...column} />
        <TextInput
          className={classes.day}
          size="md"
          type="date"
          label={t('search.from')}
          value={from ?? ''}
          {...(to === undefined ? {} : { max: to })}
          onChange={(event) => onFilter({ from: event.currentTarget.value || undefined })}
        />
        <TextInput
          className={classes.day}
          size="md"
          type="date"
          label={t('search.to')}
          value={to ?? ''}
          {...(from === undefined ? {} : { min: from })}
          onChange={(event) => onFilter({ to: event.currentTarget.value || undefined })}
        />
        <NativeSelect
          className={classes.sort}
          size="md"
          label={t('search.sort')}
          value={sortOf(search)}
          onChange={(event) => {
            const chosen = event.currentTarget.value
            onFilter({ sort: chosen === sorts[0] ? undefined : chosen })
          }}
          data={sorts.map((sort) => ({ value: sort, label: t(`sort.${sort}`) }))}
        />
        <Checkbox
          className={classes.urgent}
          label={t('search.urgent')}
          checked={search.urgent === true}
          onChange={(event) => onFilter({ urgent: event.currentTarget.checked || undefined })}
        />
      </FoldedFilters>
    </search>
  )
}
