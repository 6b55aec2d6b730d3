/** What waits: jobs by kind, uploads, deliveries for nodes; and the nodes that nothing is heard of. */
import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { type Queues, queuesQuery, type Waiting } from '../../api/operations.ts'
import { formatDateTime } from '../../format/dates.ts'
import { formatBytes, formatNumber } from '../../format/sizes.ts'
import table from '../../layout/ResponsiveTable.module.css'
import { StaffProblem } from '../StaffProblem.tsx'
import classes from './OperationsPage.module.css'

export function QueuesPart() {
  const { t } = useTranslation('operations')
  const { data, error, refetch } = useQuery(queuesQuery)
  return (
    <section className={classes.part}>
      <h2>{t('queues.title')}</h2>
      {error && !data ? <StaffProblem error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton height={200} /> : null}
      {data ? <Figures queues={data} /> : null}
    </section>
  )
}

function Figures({ queues: { jobs, uploads, unfetched, silentNodes } }: { queues: Queues }) {
  const { t, i18n } = useTranslation('operations')
  const number = (value: number) => formatNumber(value, i18n.language)
  const since = ({ oldestAt }: Pick<Waiting, 'oldestAt'>) =>
    oldestAt === null ? '–' : <time dateTime={oldestAt}>{formatDateTime(oldestAt, i18n.language)}</time>
  return (
    <>
      <dl className={classes.waiting}>
        <div>
          <dt>{t('queues.uploads')}</dt>
          <dd className={classes.number}>{number(uploads.count)}</dd>
          <dd>{formatBytes(uploads.bytes, i18n.language)}</dd>
          <dd>
            {t('queues.oldest')} {since(uploads)}
          </dd>
        </div>
        <div>
          <dt>{t('queues.unfetched')}</dt>
          <dd className={classes.number}>{number(unfetched.count)}</dd>
          <dd>
            {t('queues.oldest')} {since(unfetched)}
          </dd>
        </div>
        <div>
          <dt>{t('queues.silent')}</dt>
          <dd className={classes.number}>{number(silentNodes.total)}</dd>
          {silentNodes.longest.map(({ institution, since: at }) => (
            <dd key={`${institution.id} ${at}`}>
              <Link to="/institutions/$id" params={{ id: institution.id }}>
                {institution.name}
              </Link>
              , {since({ oldestAt: at })}
            </dd>
          ))}
          <dd>
            <Link to="/operator/nodes">{t('queues.allNodes')}</Link>
          </dd>
        </div>
      </dl>
      <h3>{t('jobs.title')}</h3>
      {jobs.length === 0 ? <p>{t('jobs.none')}</p> : <Jobs jobs={jobs} since={since} />}
    </>
  )
}

interface JobsProps {
  readonly jobs: Queues['jobs']
  readonly since: (waiting: Pick<Waiting, 'oldestAt'>) => ReactNode
}

function Jobs({ jobs, since }: JobsProps) {
  const { t, i18n } = useTranslation('operations')
  const number = (value: number) => formatNumber(value, i18n.language)
  return (
    <table className={table.table}>
      <caption hidden>{t('jobs.title')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('jobs.kind')}</th>
          <th scope="col">{t('jobs.waiting')}</th>
          <th scope="col">{t('jobs.running')}</th>
          <th scope="col">{t('jobs.failed')}</th>
          <th scope="col">{t('jobs.oldest')}</th>
        </tr>
      </thead>
      <tbody>
        {jobs.map(({ kind, waiting, running, failed, oldestAt }) => (
          <tr key={kind}>
            <th scope="row">
              <code>{kind}</code>
            </th>
            <td data-label={t('jobs.waiting')}>{number(waiting)}</td>
            <td data-label={t('jobs.running')}>{number(running)}</td>
            <td data-label={t('jobs.failed')}>
              {failed > 0 ? <strong>{number(failed)}</strong> : number(failed)}
            </td>
            <td data-label={t('jobs.oldest')}>{since({ oldestAt })}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
