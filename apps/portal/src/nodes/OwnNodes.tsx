/** The institution's own communication nodes, for its representative. */
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ownNodesQuery, ownOpenCodesQuery } from '../api/nodes.ts'
import { formatDateTime } from '../format/dates.ts'
import { ProblemNotice } from '../layout/ProblemNotice.tsx'
import classes from '../own-institution/OwnInstitutionPage.module.css'
import { NodesTable } from './NodesTable.tsx'

export function OwnNodes({ institutionId }: { institutionId: string }) {
  const { t, i18n } = useTranslation('nodes')
  const { data, error, refetch } = useQuery(ownNodesQuery(institutionId))
  const { data: codes } = useQuery(ownOpenCodesQuery(institutionId))
  // What ends last stands last.
  const lastCode = codes?.items.at(-1)
  // Most institutions have none: a heading over nothing would only be in the way.
  if (!error && !lastCode && (data === undefined || data.items.length === 0)) return null
  return (
    <section className={classes.part} aria-labelledby="nodes">
      <h2 id="nodes">{t('title')}</h2>
      <p className={classes.lead}>{t('ownLead')}</p>
      {error && !data ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {data && data.items.length > 0 ? <NodesTable nodes={data.items} namedBy="enrolment" /> : null}
      {codes && lastCode ? (
        <p>
          {t('codes.ownUntil', {
            count: codes.total,
            until: formatDateTime(lastCode.expiresAt, i18n.language),
          })}
        </p>
      ) : null}
    </section>
  )
}
