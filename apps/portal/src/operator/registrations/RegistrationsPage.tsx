/** The queue of requests to join: those that wait for the operator first. */
import { NativeSelect, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { registrationsQuery } from '../../api/operator.ts'
import type { RegistrationsPage as Answer } from '../../api/operator-types.ts'
import { PageTitle } from '../../layout/PageTitle.tsx'
import { Paging } from '../../layout/Paging.tsx'
import { SearchField } from '../../layout/SearchField.tsx'
import { useTypedFilter } from '../../layout/use-typed-filter.ts'
import { type RegistrationFilter, registrationFilters } from '../../routes/staff-search.ts'
import { FilterTabs } from '../FilterTabs.tsx'
import { StaffProblem } from '../StaffProblem.tsx'
import classes from './RegistrationsPage.module.css'
import { RegistrationsTable } from './RegistrationsTable.tsx'

const route = getRouteApi('/staff/operator/registrations')

export function RegistrationsPage() {
  const { t } = useTranslation('operator')
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const chosen = search.status ?? 'waiting'
  const order = search.order ?? 'oldest'
  const { data, error, refetch } = useQuery(
    registrationsQuery({
      status: chosen === 'all' ? undefined : chosen,
      q: search.q,
      order,
      page: search.page,
    }),
  )
  const filter = (part: Partial<typeof search>) =>
    void navigate({
      // Onto what the address is about to be: two filters may change before the page has followed the first.
      search: (before) => ({ ...before, page: undefined, ...part }),
      replace: true,
      resetScroll: false,
    })
  const [text, setText] = useTypedFilter(search.q, (q) => filter({ q }))
  return (
    <>
      <PageTitle title={t('registrations.title')} lead={t('registrations.lead')} />
      <p className={classes.byMail}>
        {t('registrations.byMail')} <Link to="/registration/new">{t('registrations.enter')}</Link>
      </p>
      <FilterTabs
        to="/operator/registrations"
        label={t('registrations.states')}
        chosen={chosen}
        ordinary="waiting"
        filters={registrationFilters.map((value) => ({
          value,
          words: t(`registrations.filter.${value}`),
          ...(data ? { count: countOf(value, data.counts) } : {}),
        }))}
      />
      <search className={classes.search}>
        <SearchField
          label={t('registrations.search')}
          placeholder={t('registrations.searchPlaceholder')}
          value={text}
          onType={setText}
        />
        <NativeSelect
          size="md"
          label={t('registrations.order')}
          value={order}
          onChange={(event) =>
            filter({ order: event.currentTarget.value === 'newest' ? 'newest' : undefined })
          }
          data={[
            { value: 'oldest', label: t('registrations.oldest') },
            { value: 'newest', label: t('registrations.newest') },
          ]}
        />
      </search>
      {error && !data ? <StaffProblem error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton height={240} /> : null}
      {data ? (
        <>
          <p role="status" className={classes.count}>
            {t('registrations.found', { count: data.total })}
          </p>
          {data.items.length > 0 ? (
            <RegistrationsTable registrations={data.items} />
          ) : (
            <p className={classes.nothing}>
              {t(
                chosen === 'waiting' && search.q === undefined
                  ? 'registrations.allDone'
                  : 'registrations.none',
              )}
            </p>
          )}
          <Paging to="/operator/registrations" page={data.page} pageSize={data.pageSize} total={data.total} />
        </>
      ) : null}
    </>
  )
}

function countOf(filter: RegistrationFilter, counts: Answer['counts']): number {
  return counts
    .filter(
      ({ status }) =>
        filter === 'all' ||
        status === filter ||
        (filter === 'waiting' && (status === 'received' || status === 'in-review')),
    )
    .reduce((sum, { registrations }) => sum + registrations, 0)
}
