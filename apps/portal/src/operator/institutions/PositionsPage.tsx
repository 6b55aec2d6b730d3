/** Institutions with their places on the map: where each stands, and who says so. */
import { Checkbox, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { positionsQuery } from '../../api/positions.ts'
import { PageTitle } from '../../layout/PageTitle.tsx'
import { Paging } from '../../layout/Paging.tsx'
import table from '../../layout/ResponsiveTable.module.css'
import { SearchField } from '../../layout/SearchField.tsx'
import { useTypedFilter } from '../../layout/use-typed-filter.ts'
import { StaffProblem } from '../StaffProblem.tsx'
import { degrees } from './degrees.ts'
import classes from './Positions.module.css'

const route = getRouteApi('/staff/operator/positions')

export function PositionsPage() {
  const { t, i18n } = useTranslation('positions')
  const { q, missing, page } = route.useSearch()
  const navigate = route.useNavigate()
  const { data, error, refetch } = useQuery(positionsQuery({ q, missing, page }))
  const narrow = (by: { q?: string | undefined; missing?: true | undefined }) =>
    void navigate({
      search: (before) => ({ ...before, ...by, page: undefined }),
      replace: true,
      resetScroll: false,
    })
  const [text, setText] = useTypedFilter(q, (written) => narrow({ q: written }))
  return (
    <>
      <PageTitle title={t('title')} lead={t('lead')} />
      <search className={classes.search}>
        <SearchField label={t('search')} placeholder={t('searchPlaceholder')} value={text} onType={setText} />
        <Checkbox
          label={t('onlyMissing')}
          checked={missing === true}
          onChange={(event) => narrow({ missing: event.currentTarget.checked ? true : undefined })}
        />
      </search>
      {error && !data ? <StaffProblem error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton height={320} /> : null}
      {data ? (
        <>
          <p role="status" className={classes.count}>
            {t('found', { count: data.total })}
          </p>
          {data.items.length > 0 ? (
            <table className={table.table}>
              <caption hidden>{t('title')}</caption>
              <thead>
                <tr>
                  <th scope="col">{t('column.institution')}</th>
                  <th scope="col">{t('column.address')}</th>
                  <th scope="col">{t('column.position')}</th>
                  <th scope="col">{t('column.origin')}</th>
                </tr>
              </thead>
              <tbody>
                {data.items.map(({ id, name, street, city, position, origin }) => (
                  <tr key={id}>
                    <th scope="row">
                      <Link to="/operator/positions/$id" params={{ id }}>
                        {name}
                      </Link>
                    </th>
                    <td data-label={t('column.address')}>
                      {[street, city].filter((part) => part !== null).join(', ')}
                    </td>
                    <td data-label={t('column.position')}>
                      {position === null ? t('nowhere') : degrees(position, i18n.language)}
                    </td>
                    <td data-label={t('column.origin')}>
                      {position === null && origin === null ? '–' : t(`origin.${origin ?? 'file'}`)}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          ) : (
            <p>{t('nothing')}</p>
          )}
          <Paging to="/operator/positions" page={data.page} pageSize={data.pageSize} total={data.total} />
        </>
      ) : null}
    </>
  )
}
