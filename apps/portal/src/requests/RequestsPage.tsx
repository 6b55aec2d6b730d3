/** Žádosti o snímky: received and sent ones, with filters that stand in the address. */
import { NativeSelect, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import {
  type RequestsPage as Found,
  requestBoxes,
  requestSorts,
  requestStandings,
  requestsQuery,
  urgencies,
} from '../api/requests.ts'
import { useSession } from '../api/session.ts'
import { PlusIcon } from '../icons/icons.tsx'
import { PageBody } from '../layout/PageBody.tsx'
import { PageTitle } from '../layout/PageTitle.tsx'
import { Paging } from '../layout/Paging.tsx'
import { ProblemNotice } from '../layout/ProblemNotice.tsx'
import boxClasses from '../mailbox/Box.module.css'
import type { RequestsUrl } from '../routes/search.ts'
import classes from './Requests.module.css'
import { RequestsTable } from './RequestsTable.tsx'
import { isNarrowed, requestsSearchOf } from './requests-search.ts'

const route = getRouteApi('/members/requests')

export function RequestsPage() {
  const { t } = useTranslation('requests')
  const session = useSession()
  const url = route.useSearch()
  const search = requestsSearchOf(url)
  const { data, error, refetch } = useQuery(requestsQuery(search))
  // With nothing there is nothing to look among.
  const isEmpty = data?.items.length === 0 && !isNarrowed(search)
  return (
    <PageBody>
      <div className={boxClasses.head}>
        <PageTitle title={t('title')} lead={session?.institution?.name} />
        <Link to="/ask" className={boxClasses.new} preload={false}>
          <PlusIcon />
          {t('askLink')}
        </Link>
      </div>
      <nav aria-label={t('boxes')} className={classes.boxes}>
        {requestBoxes.map((box) => (
          <Link
            key={box}
            to="/requests"
            search={{ box: box === 'received' ? undefined : box }}
            aria-current={search.box === box ? 'page' : undefined}
          >
            {t(`box.${box}`)}
          </Link>
        ))}
      </nav>
      {error && !data ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton height={240} /> : null}
      {data ? (
        <>
          {isEmpty ? null : <Filters url={url} found={data} />}
          <p role="status" className={classes.found}>
            {t('found', { count: data.total })}
            {data.overdue > 0 ? `, ${t('overdueOnes', { count: data.overdue })}` : ''}
          </p>
          {data.items.length > 0 ? (
            <RequestsTable requests={data.items} box={search.box} />
          ) : (
            <p className={classes.nothing}>
              {t(isNarrowed(search) ? 'nothingFound' : `empty.${search.box}`)}
            </p>
          )}
          <Paging to="/requests" page={data.page} pageSize={data.pageSize} total={data.total} />
        </>
      ) : null}
    </PageBody>
  )
}

function Filters({ url, found }: { url: RequestsUrl; found: Found }) {
  const { t } = useTranslation('requests')
  const navigate = route.useNavigate()
  const narrow = (part: Partial<RequestsUrl>) =>
    void navigate({
      search: (before) => ({ ...before, page: undefined, ...part }),
      replace: true,
      resetScroll: false,
    })
  const words = (name: 'status' | 'urgency', values: readonly string[]) => [
    { value: '', label: t('filter.all') },
    ...values.map((value) => ({ value, label: t(`${name}.${value}`) })),
  ]
  const search = requestsSearchOf(url)
  return (
    <search className={classes.filters}>
      <NativeSelect
        size="md"
        label={t('filter.status')}
        value={search.status ?? ''}
        data={words('status', requestStandings)}
        onChange={({ currentTarget: { value } }) => narrow({ status: value || undefined })}
      />
      <NativeSelect
        size="md"
        label={t('filter.urgency')}
        value={search.urgency ?? ''}
        data={words('urgency', urgencies)}
        onChange={({ currentTarget: { value } }) => narrow({ urgency: value || undefined })}
      />
      <NativeSelect
        size="md"
        label={t('filter.institution')}
        value={search.institution ?? ''}
        data={[
          { value: '', label: t('filter.all') },
          ...found.institutions.map(({ id, name, requests }) => ({
            value: id,
            label: `${name} (${requests})`,
          })),
        ]}
        onChange={({ currentTarget: { value } }) => narrow({ institution: value || undefined })}
      />
      <NativeSelect
        size="md"
        label={t('filter.sort')}
        value={search.sort ?? 'newest'}
        data={requestSorts.map((value) => ({ value, label: t(`sort.${value}`) }))}
        onChange={({ currentTarget: { value } }) => narrow({ sort: value === 'newest' ? undefined : value })}
      />
    </search>
  )
}
