/** What the trail is narrowed to: kind of action and days are chosen here, people, institutions and messages in the rows. */
import { NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AuditEvent } from '../api/audit.ts'
import { CrossIcon } from '../icons/icons.tsx'
import type { AuditUrl } from '../routes/staff-search.ts'
import classes from './AuditPage.module.css'
import { actionGroups } from './actions.ts'
import { TrailSearch } from './TrailSearch.tsx'

interface AuditFiltersProps {
  readonly search: AuditUrl
  /** Those shown: they know the names. */
  readonly events: readonly AuditEvent[]
  readonly onFilter: (part: Partial<AuditUrl>) => void
}

export function AuditFilters({ search, events, onFilter }: AuditFiltersProps) {
  const { t } = useTranslation('audit')
  const { action, person, institution, message, from, to } = search
  // A name stays known when, narrowed further, no event is left to tell it.
  const [names] = useState(() => new Map<string, string>())
  for (const { personId, personName, institutionId, institutionName } of events) {
    if (personId !== null && personName !== null) names.set(personId, personName)
    if (institutionId !== null && institutionName !== null) names.set(institutionId, institutionName)
  }
  const isGroup = actionGroups.some((group) => group === action)
  const narrowed = [
    { key: 'person', value: person },
    { key: 'institution', value: institution },
    { key: 'message', value: message },
    { key: 'action', value: isGroup ? undefined : action },
  ] as const
  const hasNarrowed = narrowed.some(({ value }) => value !== undefined)
  return (
    <search className={classes.filters}>
      <TrailSearch q={search.q} onSearch={(q) => onFilter({ q })} />
      <NativeSelect
        size="md"
        label={t('filter.action')}
        value={isGroup ? action : ''}
        onChange={(event) => onFilter({ action: event.currentTarget.value || undefined })}
        data={[
          { value: '', label: t('filter.anyAction') },
          ...actionGroups.map((group) => ({ value: group, label: t(`group.${group.slice(0, -1)}`) })),
        ]}
      />
      <TextInput
        size="md"
        type="date"
        label={t('filter.from')}
        value={from ?? ''}
        {...(to === undefined ? {} : { max: to })}
        onChange={(event) => onFilter({ from: event.currentTarget.value || undefined })}
      />
      <TextInput
        size="md"
        type="date"
        label={t('filter.to')}
        value={to ?? ''}
        {...(from === undefined ? {} : { min: from })}
        onChange={(event) => onFilter({ to: event.currentTarget.value || undefined })}
      />
      {hasNarrowed ? (
        <ul className={classes.narrowed} aria-label={t('filter.narrowed')}>
          {narrowed.map(({ key, value }) =>
            value === undefined ? null : (
              <li key={key}>
                <button
                  type="button"
                  className={classes.remove}
                  aria-label={t('filter.remove', {
                    what: `${t(`filter.${key}`)}: ${names.get(value) ?? value}`,
                  })}
                  onClick={() => onFilter({ [key]: undefined })}
                >
                  {t(`filter.${key}`)}: {names.get(value) ?? value}
                  <CrossIcon size={16} />
                </button>
              </li>
            ),
          )}
        </ul>
      ) : null}
    </search>
  )
}
