/** Every communication node of the network: whether it answers, and what waits in it. */
import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { nodesQuery } from '../../api/nodes.ts'
import { PageTitle } from '../../layout/PageTitle.tsx'
import { Paging } from '../../layout/Paging.tsx'
import classes from '../../nodes/NodesTable.module.css'
import { NodesTable } from '../../nodes/NodesTable.tsx'
import { StaffProblem } from '../StaffProblem.tsx'

const route = getRouteApi('/staff/operator/nodes')

export function NodesPage() {
  const { t } = useTranslation('nodes')
  const { page } = route.useSearch()
  const { data, error, refetch } = useQuery(nodesQuery({ page }))
  return (
    <>
      <PageTitle title={t('title')} lead={t('lead')} />
      {error && !data ? <StaffProblem error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton height={240} /> : null}
      {data?.items.length === 0 ? <p className={classes.nothing}>{t('none')}</p> : null}
      {data && data.items.length > 0 ? <NodesTable nodes={data.items} namedBy="institution" /> : null}
      {data ? (
        <Paging to="/operator/nodes" page={data.page} pageSize={data.pageSize} total={data.total} />
      ) : null}
    </>
  )
}
