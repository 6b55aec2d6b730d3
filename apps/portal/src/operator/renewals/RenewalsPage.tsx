/** Renewed certificates that wait for somebody who knows the person. */
import { Skeleton } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { renewalsQuery } from '../../api/operator.ts'
import type { Renewal } from '../../api/operator-types.ts'
import { PageTitle } from '../../layout/PageTitle.tsx'
import { Paging } from '../../layout/Paging.tsx'
import { renewalFilters } from '../../routes/staff-search.ts'
import { Done } from '../Done.tsx'
import { FilterTabs } from '../FilterTabs.tsx'
import { StaffProblem } from '../StaffProblem.tsx'
import { RenewalCard } from './RenewalCard.tsx'
import classes from './RenewalsPage.module.css'

const route = getRouteApi('/staff/operator/renewals')

export function RenewalsPage() {
  const { t } = useTranslation('operator')
  const queries = useQueryClient()
  const { status: chosen = 'waiting', page } = route.useSearch()
  const { data, error, refetch } = useQuery(renewalsQuery({ status: chosen, page }))
  const [decided, setDecided] = useState<Renewal>()
  return (
    <>
      <PageTitle title={t('renewals.title')} lead={t('renewals.lead')} />
      {decided && decided.status !== 'waiting' ? (
        <Done key={decided.id}>
          <p>{t(`renewals.done.${decided.status}`, { name: decided.person.name })}</p>
        </Done>
      ) : null}
      <FilterTabs
        to="/operator/renewals"
        label={t('renewals.states')}
        chosen={chosen}
        ordinary="waiting"
        filters={renewalFilters.map((value) => ({ value, words: t(`renewals.filter.${value}`) }))}
      />
      {error && !data ? <StaffProblem error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton height={240} /> : null}
      {data?.items.length === 0 ? (
        <p className={classes.nothing}>{t(chosen === 'waiting' ? 'renewals.allDone' : 'renewals.none')}</p>
      ) : null}
      <ul className={classes.list}>
        {data?.items.map((renewal) => (
          <li key={renewal.id}>
            <RenewalCard
              renewal={renewal}
              onDecided={async (answer) => {
                setDecided(answer)
                await queries.invalidateQueries({ queryKey: ['operator', 'renewals'] })
              }}
            />
          </li>
        ))}
      </ul>
      {data ? (
        <Paging to="/operator/renewals" page={data.page} pageSize={data.pageSize} total={data.total} />
      ) : null}
    </>
  )
}
