/** Every institution: how it is connected, who acts for it, how full its mailbox is, and where it stands. */
import { NativeSelect, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { knownInstitutionsQuery } from '../../api/operations.ts'
import { institutionKinds } from '../../api/types.ts'
import { FoldedFilters } from '../../layout/FoldedFilters.tsx'
import { PageTitle } from '../../layout/PageTitle.tsx'
import { Paging } from '../../layout/Paging.tsx'
import { SearchField } from '../../layout/SearchField.tsx'
import { useTypedFilter } from '../../layout/use-typed-filter.ts'
import { CountryMap } from '../../map/CountryMap.tsx'
import { isOnMap } from '../../map/projection.ts'
import { connections } from '../../routes/search.ts'
import { institutionSorts, institutionStates, knownInstitutionsUrl } from '../../routes/staff-search.ts'
import { StaffProblem } from '../StaffProblem.tsx'
import classes from './KnownInstitutionsPage.module.css'
import { KnownInstitutionsTable } from './KnownInstitutionsTable.tsx'

const route = getRouteApi('/staff/operator/institutions')

export function KnownInstitutionsPage() {
  const { t } = useTranslation('operations')
  const { t: tc } = useTranslation('common')
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const { data, error, refetch } = useQuery(knownInstitutionsQuery(search))
  const filter = (part: Partial<typeof search>) =>
    void navigate({
      search: (before) => ({ ...before, page: undefined, ...part }),
      replace: true,
      resetScroll: false,
    })
  const [text, setText] = useTypedFilter(search.q, (q) => filter({ q }))
  /** Only what the address may hold: a choice is read as an address is. */
  const choose = (name: 'kind' | 'connection' | 'state' | 'sort') => ({
    value: search[name] ?? '',
    onChange: (event: { readonly currentTarget: { readonly value: string } }) =>
      filter({ [name]: knownInstitutionsUrl({ [name]: event.currentTarget.value })[name] }),
  })
  const folded = [search.kind, search.connection, search.state, search.sort].filter(
    (set) => set !== undefined,
  )
  const places = (data?.items ?? []).flatMap(({ name, position }) =>
    isOnMap(position) ? [{ name, position, count: 1 }] : [],
  )
  return (
    <>
      <PageTitle title={t('institutions.title')} lead={t('institutions.lead')} />
      <search className={classes.search}>
        <SearchField label={t('institutions.search')} value={text} onType={setText} />
        <FoldedFilters
          label={
            folded.length > 0
              ? t('institutions.moreSet', { count: folded.length })
              : t('institutions.moreFilters')
          }
        >
          <NativeSelect
            size="md"
            label={t('institutions.kind')}
            {...choose('kind')}
            data={[
              { value: '', label: t('institutions.any') },
              ...institutionKinds.map((kind) => ({ value: kind, label: tc(`kind.${kind}`) })),
            ]}
          />
          <NativeSelect
            size="md"
            label={t('institutions.connection')}
            {...choose('connection')}
            data={[
              { value: '', label: t('institutions.any') },
              ...connections.map((way) => ({ value: way, label: tc(`connection.${way}`) })),
            ]}
          />
          <NativeSelect
            size="md"
            label={t('institutions.state')}
            {...choose('state')}
            data={[
              { value: '', label: t('institutions.any') },
              ...institutionStates.map((state) => ({ value: state, label: t(`state.${state}`) })),
            ]}
          />
          <NativeSelect
            size="md"
            label={t('institutions.sort')}
            {...choose('sort')}
            data={[
              { value: '', label: t('sort.name') },
              ...institutionSorts.map((sort) => ({ value: sort, label: t(`sort.${sort}`) })),
            ]}
          />
        </FoldedFilters>
      </search>
      {error && !data ? <StaffProblem error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton height={240} /> : null}
      {data ? (
        <>
          <p role="status" className={classes.count}>
            {t('institutions.found', { count: data.total })}
          </p>
          {data.items.length > 0 ? (
            <KnownInstitutionsTable institutions={data.items} sort={search.sort ?? 'name'} />
          ) : (
            <p>{t('institutions.nothing')}</p>
          )}
          <Paging to="/operator/institutions" page={data.page} pageSize={data.pageSize} total={data.total} />
          {places.length > 0 ? (
            <section className={classes.map}>
              <h2>{t('institutions.map')}</h2>
              <CountryMap label={t('institutions.mapOf', { count: places.length })} places={places} />
            </section>
          ) : null}
        </>
      ) : null}
    </>
  )
}
