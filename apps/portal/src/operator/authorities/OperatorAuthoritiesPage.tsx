/** Authorities whose certificates are accepted, and those that were: added, replaced, withdrawn while all runs. */
import { Button, Skeleton } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { allAuthoritiesQuery } from '../../api/operator.ts'
import type { Authority } from '../../api/types.ts'
import { wordsOccur } from '../../choosing/words-occur.ts'
import { formatFingerprint } from '../../format/fingerprint.ts'
import { PlusIcon } from '../../icons/icons.tsx'
import { PageTitle } from '../../layout/PageTitle.tsx'
import { SearchField } from '../../layout/SearchField.tsx'
import { useTypedFilter } from '../../layout/use-typed-filter.ts'
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

const route = getRouteApi('/staff/operator/authorities')

/** Fingerprints as they are shown and as they are copied from elsewhere: with colons, and without. */
function wordsOf({ name, website, certificates }: Authority): string[] {
  const fingerprints = certificates.map(({ fingerprintSha256 }) => fingerprintSha256)
  return [
    name,
    website ?? '',
    ...certificates.map(({ subject }) => subject),
    ...fingerprints.flatMap((each) => [each, formatFingerprint(each).replaceAll(' ', ':')]),
  ]
}

export function OperatorAuthoritiesPage() {
  const { t } = useTranslation('operator')
  const queries = useQueryClient()
  const { data, error, refetch } = useQuery(allAuthoritiesQuery)
  const [editing, setEditing] = useState<Authority | 'new'>()
  const [happened, setHappened] = useState<Happened>()
  const { q = '' } = route.useSearch()
  const navigate = route.useNavigate()
  const [text, setText] = useTypedFilter(
    q,
    (typed) => void navigate({ search: { q: typed }, replace: true, resetScroll: false }),
  )
  const found = data?.items.filter((authority) => wordsOccur(q, wordsOf(authority))) ?? []
  const accepted = found.filter(({ withdrawnAt }) => withdrawnAt === null)
  const withdrawn = found.filter(({ withdrawnAt }) => withdrawnAt !== null)

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
      <search className={classes.search}>
        <SearchField
          label={t('authorities.search')}
          placeholder={t('authorities.searchPlaceholder')}
          value={text}
          onType={setText}
        />
        {data ? (
          <p role="status" className={classes.count}>
            {t('authorities.found', { count: found.length })}
          </p>
        ) : null}
      </search>
      {error && !data ? <StaffProblem error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton height={240} /> : null}
      {data ? (
        <section className={classes.part}>
          <h2>{t('authorities.accepted')}</h2>
          {accepted.length === 0 ? (
            <p>{t(q === '' ? 'authorities.none' : 'authorities.noneFound')}</p>
          ) : (
            list(accepted)
          )}
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
