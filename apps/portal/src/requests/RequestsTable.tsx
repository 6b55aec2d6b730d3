/** The list itself: a table on a wide screen, cards on a phone. */
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { RequestBox, RequestSummary } from '../api/requests.ts'
import { formatDateTime, formatDicomDate } from '../format/dates.ts'
import tableClasses from '../layout/ResponsiveTable.module.css'
import classes from './Requests.module.css'
import { Standing, UrgencyBadge } from './Standing.tsx'

interface RequestsTableProps {
  readonly requests: readonly RequestSummary[]
  readonly box: RequestBox
}

export function RequestsTable({ requests, box }: RequestsTableProps) {
  const { t, i18n } = useTranslation('requests')
  const other = t(box === 'received' ? 'column.asking' : 'column.asked')
  return (
    <table className={tableClasses.table}>
      <thead>
        <tr>
          <th scope="col">{t('column.patient')}</th>
          <th scope="col">{t('column.wanted')}</th>
          <th scope="col">{other}</th>
          <th scope="col">{t('column.neededBy')}</th>
          <th scope="col">{t('column.status')}</th>
        </tr>
      </thead>
      <tbody>
        {requests.map((request) => (
          <tr key={request.id} data-unread={box === 'received' && request.openedAt === null ? '' : undefined}>
            <th scope="row">
              <span>
                <Link to="/requests/$id" params={{ id: request.id }}>
                  {request.patient.name || t('forgotten')}
                </Link>
                {request.patient.birthDate ? (
                  <span className={classes.born}>
                    {formatDicomDate(request.patient.birthDate, i18n.language)}
                  </span>
                ) : null}
              </span>
            </th>
            <td data-label={t('column.wanted')}>
              <span className={classes.wanted}>
                {[request.modalities.join(', '), request.wanted].filter(Boolean).join(' · ')}
              </span>
            </td>
            <td data-label={other}>{(box === 'received' ? request.asking : request.asked).name}</td>
            <td data-label={t('column.neededBy')}>{formatDateTime(request.neededBy, i18n.language)}</td>
            <td data-label={t('column.status')}>
              <span className={classes.badges}>
                <Standing request={request} />
                {request.status === 'open' ? <UrgencyBadge urgency={request.urgency} /> : null}
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
