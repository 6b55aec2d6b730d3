/** Institutions as they speak DICOM: under which AE title each is called, and which gateways of it may call. */
import { Skeleton } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { gatewaysQuery } from '../../api/gateways.ts'
import { PageTitle } from '../../layout/PageTitle.tsx'
import { Paging } from '../../layout/Paging.tsx'
import { SearchField } from '../../layout/SearchField.tsx'
import { useTypedFilter } from '../../layout/use-typed-filter.ts'
import { Done } from '../Done.tsx'
import { StaffProblem } from '../StaffProblem.tsx'
import classes from './GatewaysPage.module.css'
import { type Happened, InstitutionCard } from './InstitutionCard.tsx'

const route = getRouteApi('/staff/operator/gateways')

export function GatewaysPage() {
  const { t } = useTranslation('gateways')
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const queries = useQueryClient()
  const { data, error, refetch } = useQuery(gatewaysQuery(search))
  const [happened, setHappened] = useState<Happened & { readonly at: number }>()
  const [text, setText] = useTypedFilter(
    search.q,
    (q) => void navigate({ search: { q, page: undefined }, replace: true, resetScroll: false }),
  )

  async function changed(what: Happened) {
    setHappened({ ...what, at: Date.now() })
    await Promise.all([
      queries.invalidateQueries({ queryKey: ['operator', 'gateways'] }),
      queries.invalidateQueries({ queryKey: ['institution'] }),
    ])
  }

  return (
    <>
      <PageTitle title={t('title')} lead={t('lead')} />
      {happened ? (
        <Done key={happened.at}>
          <p>{t(`happened.${happened.what}`, { aeTitle: happened.aeTitle, name: happened.name })}</p>
        </Done>
      ) : null}
      <search className={classes.search}>
        <SearchField label={t('search')} placeholder={t('searchPlaceholder')} value={text} onType={setText} />
      </search>
      {error && !data ? <StaffProblem error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton height={240} /> : null}
      {data ? (
        <>
          <p role="status" className={classes.count}>
            {t('found', { count: data.total })}
          </p>
          <ul className={classes.list}>
            {data.items.map((institution) => (
              <li key={institution.id}>
                <InstitutionCard institution={institution} onChanged={changed} />
              </li>
            ))}
          </ul>
          <Paging to="/operator/gateways" page={data.page} pageSize={data.pageSize} total={data.total} />
        </>
      ) : null}
    </>
  )
}
