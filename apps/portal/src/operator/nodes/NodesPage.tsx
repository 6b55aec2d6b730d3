/** Every communication node of the network: whether it answers, what waits in it; its beginning and its end. */
import { Button, Skeleton } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type KnownNode, nodesQuery, revokeNode } from '../../api/nodes.ts'
import { formatDateTime } from '../../format/dates.ts'
import { PageTitle } from '../../layout/PageTitle.tsx'
import { Paging } from '../../layout/Paging.tsx'
import classes from '../../nodes/NodesTable.module.css'
import { NodesTable } from '../../nodes/NodesTable.tsx'
import { nodeStandings } from '../../routes/staff-search.ts'
import { Done } from '../Done.tsx'
import { FilterTabs } from '../FilterTabs.tsx'
import { StaffDialog } from '../StaffDialog.tsx'
import { StaffProblem } from '../StaffProblem.tsx'
import { Codes } from './Codes.tsx'

const route = getRouteApi('/staff/operator/nodes')

export function NodesPage() {
  const { t, i18n } = useTranslation('nodes')
  const { status, page } = route.useSearch()
  const queries = useQueryClient()
  const { data, error, refetch } = useQuery(nodesQuery({ state: status, page }))
  const [revoking, setRevoking] = useState<KnownNode>()
  const [revoked, setRevoked] = useState<KnownNode>()
  return (
    <>
      <PageTitle title={t('title')} lead={t('lead')} />
      {revoked ? (
        <Done key={revoked.id}>
          <p>{t('revocation.done', { name: revoked.institution.name })}</p>
        </Done>
      ) : null}
      <FilterTabs
        to="/operator/nodes"
        label={t('states')}
        chosen={status ?? 'all'}
        ordinary="all"
        filters={[
          { value: 'all', words: t('all') },
          ...nodeStandings.map((value) => ({ value, words: t(`state.${value}`) })),
        ]}
      />
      {error && !data ? <StaffProblem error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton height={240} /> : null}
      {data?.items.length === 0 ? (
        <p className={classes.nothing}>{t(status === undefined ? 'none' : 'noneSuch')}</p>
      ) : null}
      {data && data.items.length > 0 ? (
        <NodesTable
          nodes={data.items}
          namedBy="institution"
          actions={(node) => (
            <Button
              variant="outline"
              color="red"
              size="md"
              aria-label={t('revocation.buttonOf', {
                name: node.institution.name,
                at: formatDateTime(node.enrolledAt, i18n.language),
              })}
              onClick={() => setRevoking(node)}
            >
              {t('revocation.button')}
            </Button>
          )}
        />
      ) : null}
      {data ? (
        <Paging to="/operator/nodes" page={data.page} pageSize={data.pageSize} total={data.total} />
      ) : null}
      <Codes />
      {revoking ? (
        <StaffDialog
          title={t('revocation.title', { name: revoking.institution.name })}
          confirmLabel={t('revocation.button')}
          tone="red"
          onConfirm={async () => {
            await revokeNode(revoking.id)
            await queries.invalidateQueries({ queryKey: ['operator', 'nodes'] })
          }}
          onDone={() => setRevoked(revoking)}
          onClose={() => setRevoking(undefined)}
        >
          <p>{t('revocation.which', { at: formatDateTime(revoking.enrolledAt, i18n.language) })}</p>
          <p>{t('revocation.text')}</p>
          {revoking.incoming + revoking.outgoing > 0 ? <p>{t('revocation.waiting')}</p> : null}
        </StaffDialog>
      ) : null}
    </>
  )
}
