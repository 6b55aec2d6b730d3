/**
 * Who, what or which message the trail is searched for. Asked when it is sent, not while it is typed: each look at the
 * trail is an event of it.
 */
import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { SearchField } from '../layout/SearchField.tsx'
import classes from './AuditPage.module.css'

interface TrailSearchProps {
  readonly q: string | undefined
  readonly onSearch: (q: string | undefined) => void
}

export function TrailSearch({ q, onSearch }: TrailSearchProps) {
  const { t } = useTranslation('audit')
  const [typed, setTyped] = useState(q ?? '')
  // Back and forward change the address, and the field follows.
  useEffect(() => setTyped(q ?? ''), [q])
  return (
    <form
      className={classes.search}
      onSubmit={(event) => {
        event.preventDefault()
        onSearch(typed.trim() || undefined)
      }}
    >
      <SearchField
        label={t('filter.search')}
        description={t('filter.searchHint')}
        maxLength={200}
        value={typed}
        onType={setTyped}
      />
      <Button type="submit" size="md" variant="outline">
        {t('filter.find')}
      </Button>
    </form>
  )
}
