/** Requests as rows, cards on a phone. */
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { RegistrationSummary } from '../../api/operator-types.ts'
import { formatDateTime } from '../../format/dates.ts'
import { Badge } from '../../layout/Badge.tsx'
import table from '../../layout/ResponsiveTable.module.css'
import classes from './RegistrationsPage.module.css'
import { statusTones } from './status.ts'

const DAY_MS = 86_400_000

export function RegistrationsTable({ registrations }: { registrations: readonly RegistrationSummary[] }) {
  const { t, i18n } = useTranslation('operator')
  const { t: tc } = useTranslation('common')
  const age = (iso: string) => Math.floor((Date.now() - Date.parse(iso)) / DAY_MS)
  return (
    <table className={table.table}>
      <caption hidden>{t('registrations.title')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('registrations.column.institution')}</th>
          <th scope="col">{t('registrations.column.ico')}</th>
          <th scope="col">{t('registrations.column.wayIn')}</th>
          <th scope="col">{t('registrations.column.since')}</th>
          <th scope="col">{t('registrations.column.status')}</th>
        </tr>
      </thead>
      <tbody>
        {registrations.map(({ id, institution, wayIn, status, createdAt }) => (
          <tr key={id}>
            <th scope="row">
              <span>
                <Link to="/operator/registrations/$id" params={{ id }}>
                  {institution.name}
                </Link>
                <span className={classes.more}>
                  {tc(`kind.${institution.kind}`)}, {institution.city}
                </span>
              </span>
            </th>
            <td data-label={t('registrations.column.ico')}>{institution.ico ?? '–'}</td>
            <td data-label={t('registrations.column.wayIn')}>{t(`wayIn.${wayIn}`)}</td>
            <td data-label={t('registrations.column.since')}>
              <span>
                <time dateTime={createdAt}>{formatDateTime(createdAt, i18n.language)}</time>
                {age(createdAt) > 0 ? (
                  <>
                    <br />
                    {t('registrations.age', { count: age(createdAt) })}
                  </>
                ) : null}
              </span>
            </td>
            <td data-label={t('registrations.column.status')}>
              <Badge tone={statusTones[status]}>{t(`status.${status}`)}</Badge>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
