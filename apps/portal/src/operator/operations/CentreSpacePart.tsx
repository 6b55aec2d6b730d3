/** What is stored against what can be: the volume of the packages, and what was promised to mailboxes. */
import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { spaceQuery } from '../../api/operations.ts'
import { formatBytes, formatNumber } from '../../format/sizes.ts'
import meter from '../../layout/Meter.module.css'
import { StaffProblem } from '../StaffProblem.tsx'
import classes from './OperationsPage.module.css'

export function CentreSpacePart() {
  const { t, i18n } = useTranslation('operations')
  const { data, error, refetch } = useQuery(spaceQuery)
  const size = (bytes: number) => formatBytes(bytes, i18n.language)
  return (
    <section className={classes.part}>
      <h2>{t('space.title')}</h2>
      {error && !data ? <StaffProblem error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton height={120} /> : null}
      {data ? (
        <div className={classes.spaces}>
          <Bar
            title={t('space.volume')}
            used={data.volume.usedBytes}
            whole={data.volume.totalBytes}
            said={t('space.volumeSaid', {
              used: size(data.volume.usedBytes),
              total: size(data.volume.totalBytes),
              free: size(data.volume.freeBytes),
              reserve: size(data.volume.reserveBytes),
            })}
          />
          <Bar
            title={t('space.mailboxes')}
            used={data.mailboxes.usedBytes}
            whole={data.mailboxes.quotaBytes}
            said={t('space.mailboxesSaid', {
              used: size(data.mailboxes.usedBytes),
              quota: size(data.mailboxes.quotaBytes),
              number: formatNumber(data.mailboxes.mailboxes, i18n.language),
            })}
          />
          {data.mailboxes.nearlyFull > 0 ? (
            <p>
              <Link to="/operator/institutions" search={{ state: 'nearly-full' }}>
                {t('space.nearlyFull', { count: data.mailboxes.nearlyFull })}
              </Link>
            </p>
          ) : null}
        </div>
      ) : null}
    </section>
  )
}

interface BarProps {
  readonly title: string
  readonly used: number
  readonly whole: number
  readonly said: string
}

function Bar({ title, used, whole, said }: BarProps) {
  return (
    <div>
      <h3>{title}</h3>
      <meter
        className={meter.bar}
        min={0}
        max={1}
        value={whole > 0 ? Math.min(1, used / whole) : 0}
        aria-label={title}
      >
        {said}
      </meter>
      <p className={classes.said}>{said}</p>
    </div>
  )
}
