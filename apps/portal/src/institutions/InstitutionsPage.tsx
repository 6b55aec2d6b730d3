/** The directory: everybody who takes part, searched and filtered; the address bar holds the search. */
import { NativeSelect, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { countriesQuery, institutionsQuery } from '../api/directory.ts'
import { institutionKinds } from '../api/types.ts'
import { FoldedFilters } from '../layout/FoldedFilters.tsx'
import { PageBody } from '../layout/PageBody.tsx'
import { PageTitle } from '../layout/PageTitle.tsx'
import { Paging } from '../layout/Paging.tsx'
import { ProblemNotice } from '../layout/ProblemNotice.tsx'
import { SearchField } from '../layout/SearchField.tsx'
import { useTypedFilter } from '../layout/use-typed-filter.ts'
import { connections, institutionsUrl } from '../routes/search.ts'
import classes from './InstitutionsPage.module.css'
import { InstitutionsTable } from './InstitutionsTable.tsx'

const route = getRouteApi('/institutions')

export function InstitutionsPage() {
  const { t, i18n } = useTranslation('institutions')
  const { t: tc } = useTranslation('common')
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const { data, error, isFetching, refetch } = useQuery(institutionsQuery(search))

  const filter = (part: Partial<typeof search>) =>
    void navigate({
      // Onto what the address is about to be: two filters may change before the page has followed the first.
      search: (before) => ({ ...before, page: undefined, ...part }),
      replace: true,
      resetScroll: false,
    })
  const { data: known = [] } = useQuery(countriesQuery)
  const names = new Intl.DisplayNames(i18n.language, { type: 'region' })
  const countries = known
    .filter(({ institutions, country }) => institutions > 0 || country === search.country)
    .map(({ country }) => ({ value: country, label: names.of(country) ?? country }))
    .sort((one, other) => one.label.localeCompare(other.label, i18n.language))
  const [text, setText] = useTypedFilter(search.q, (q) => filter({ q }))
  const [city, setCity] = useTypedFilter(search.city, (typed) => filter({ city: typed }))
  const folded = [search.kind, search.city, search.country, search.connection].filter(
    (part) => part !== undefined,
  )
  const filtered = search.q !== undefined || folded.length > 0

  return (
    <PageBody>
      <PageTitle title={t('title')} lead={t('lead')} />
      <search className={classes.search}>
        <SearchField
          className={classes.text}
          label={t('search.name')}
          placeholder={t('search.namePlaceholder')}
          value={text}
          onType={setText}
        />
        <FoldedFilters
          label={folded.length > 0 ? t('search.moreSet', { count: folded.length }) : t('search.more')}
        >
          <NativeSelect
            className={classes.filter}
            size="md"
            label={t('search.kind')}
            value={search.kind ?? ''}
            onChange={(event) => filter({ kind: institutionsUrl({ kind: event.currentTarget.value }).kind })}
            data={[
              { value: '', label: t('search.anyKind') },
              ...institutionKinds.map((kind) => ({ value: kind, label: tc(`kind.${kind}`) })),
            ]}
          />
          <TextInput
            className={classes.filter}
            size="md"
            label={t('search.city')}
            placeholder={t('search.cityPlaceholder')}
            value={city}
            onChange={(event) => setCity(event.currentTarget.value)}
          />
          {countries.length > 1 || search.country !== undefined ? (
            <NativeSelect
              className={classes.filter}
              size="md"
              label={t('search.country')}
              value={search.country ?? ''}
              onChange={(event) =>
                filter({ country: institutionsUrl({ country: event.currentTarget.value }).country })
              }
              data={[{ value: '', label: t('search.anyCountry') }, ...countries]}
            />
          ) : null}
          <NativeSelect
            className={classes.filter}
            size="md"
            label={t('search.connection')}
            value={search.connection ?? ''}
            onChange={(event) =>
              filter({ connection: institutionsUrl({ connection: event.currentTarget.value }).connection })
            }
            data={[
              { value: '', label: t('search.anyConnection') },
              ...connections.map((way) => ({ value: way, label: tc(`connection.${way}`) })),
            ]}
          />
        </FoldedFilters>
      </search>
      {error ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      <p role="status" className={classes.count}>
        {data ? t('found', { count: data.total }) : tc('loading')}
        {filtered ? (
          <Link to="/institutions" replace>
            {t('search.clear')}
          </Link>
        ) : null}
      </p>
      {data && data.items.length > 0 ? (
        <div aria-busy={isFetching}>
          <InstitutionsTable institutions={data.items} />
        </div>
      ) : null}
      {data && data.items.length === 0 ? (
        <div className={classes.nothing}>
          <h2>{t('nothing.title')}</h2>
          <p>{t('nothing.text')}</p>
          <p>
            <Link to="/institutions">{t('nothing.all')}</Link>
          </p>
        </div>
      ) : null}
      {data ? (
        <Paging to="/institutions" page={data.page} pageSize={data.pageSize} total={data.total} />
      ) : null}
    </PageBody>
  )
}
