/** Authorities whose certificates are accepted, and those that were: added, replaced, withdrawn while all runs. */
import { Button, Skeleton } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { allAuthoritiesQuery } from '../../api/operator.ts'
import type { Authority } from '../../api/types.ts'
import { PlusIcon } from '../../icons/icons.tsx'
import { PageTitle } from '../../layout/PageTitle.tsx'
import { Done } from '../Done.tsx'
import { StaffProblem } from '../StaffProblem.tsx'
import { AuthorityCard } from './AuthorityCard.tsx'
import { AuthorityForm } from './AuthorityForm.tsx'
import classes from './OperatorAuthoritiesPage.module.css'

interface Happened {
  readonly what: 'added' | 'replaced' | 'withdrawn'
  readonly name: string
  readonly at: number
}

export function OperatorAuthoritiesPage() {
  const { t } = useTranslation('operator')
  const queries = useQueryClient()
  const { data, error, refetch } = useQuery(allAuthoritiesQuery)
  const [editing, setEditing] = useState<Authority | 'new'>()
  const [happened, setHappened] = useState<Happened>()
  const accepted = data?.items.filter(({ withdrawnAt }) => withdrawnAt === null) ?? []
  const withdrawn = data?.items.filter(({ withdrawnAt }) => withdrawnAt !== null) ?? []

  async function changed(what: Happened['what'], name: string) {
    setEditing(undefined)
    setHappened({ what, name, at: Date.now() })
    await Promise.all([
      queries.invalidateQueries({ queryKey: ['operator', 'authorities'] }),
      queries.invalidateQueries({ queryKey: ['authorities'] }),
    ])
  }

  const list = (authorities: readonly Authority[]) => (
    <ul className={classes.list}>
      {authorities.map((authority) => (
        <li key={authority.id}>
          {editing !== 'new' && editing?.id === authority.id ? (
            <AuthorityForm
              authority={authority}
              onKept={(name) => changed('replaced', name)}
              onCancel={() => setEditing(undefined)}
            />
          ) : (
            <AuthorityCard
              authority={authority}
              onReplace={() => setEditing(authority)}
              onWithdrawn={() => changed('withdrawn', authority.name)}
            />
          )}
        </li>
      ))}
    </ul>
  )

  return (
    <>
      <PageTitle title={t('authorities.title')} lead={t('authorities.lead')} />
      {happened ? (
        <Done key={happened.at}>
          <p>{t(`authorities.${happened.what}`, { name: happened.name })}</p>
        </Done>
      ) : null}
      {editing === 'new' ? (
        <AuthorityForm
          authority={undefined}
          onKept={(name) => changed('added', name)}
          onCancel={() => setEditing(undefined)}
        />
      ) : (
        <Button size="md" leftSection={<PlusIcon />} onClick={() => setEditing('new')}>
          {t('authorities.add')}
        </Button>
      )}
      {error && !data ? <StaffProblem error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton height={240} /> : null}
      {data ? (
        <section className={classes.part}>
          <h2>{t('authorities.accepted')}</h2>
          {accepted.length === 0 ? <p>{t('authorities.none')}</p> : list(accepted)}
        </section>
      ) : null}
      {withdrawn.length > 0 ? (
        <section className={classes.part}>
          <h2>{t('authorities.withdrawnOnes')}</h2>
          {list(withdrawn)}
        </section>
      ) : null}
    </>
  )
}
