/** The institution's own communication nodes, for its representative. */
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ownNodesQuery } from '../api/nodes.ts'
import { ProblemNotice } from '../layout/ProblemNotice.tsx'
import classes from '../own-institution/OwnInstitutionPage.module.css'
import { NodesTable } from './NodesTable.tsx'

export function OwnNodes({ institutionId }: { institutionId: string }) {
  const { t } = useTranslation('nodes')
  const { data, error, refetch } = useQuery(ownNodesQuery(institutionId))
  // Most institutions have none: a heading over nothing would only be in the way.
  if (!error && (data === undefined || data.items.length === 0)) return null
  return (
    <section className={classes.part} aria-labelledby="nodes">
      <h2 id="nodes">{t('title')}</h2>
      <p className={classes.lead}>{t('ownLead')}</p>
      {error && !data ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {data ? <NodesTable nodes={data.items} namedBy="enrolment" /> : null}
    </section>
  )
}
