/** Events as rows, cards on a phone. People, institutions and messages in them narrow the trail to themselves. */
import { useTranslation } from 'react-i18next'
import type { AuditEvent } from '../api/audit.ts'
import table from '../layout/ResponsiveTable.module.css'
import type { AuditUrl } from '../routes/staff-search.ts'
import classes from './AuditTable.module.css'
import { wordsOf } from './details.ts'

interface AuditTableProps {
  readonly events: readonly AuditEvent[]
  readonly onFilter: (part: Partial<AuditUrl>) => void
}

export function AuditTable({ events, onFilter }: AuditTableProps) {
  const { t } = useTranslation('audit')
  return (
    <table className={`${table.table} ${classes.table}`}>
      <caption hidden>{t('title')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('column.position')}</th>
          <th scope="col">{t('column.at')}</th>
          <th scope="col">{t('column.action')}</th>
          <th scope="col">{t('column.who')}</th>
          <th scope="col">{t('column.details')}</th>
        </tr>
      </thead>
      <tbody>
        {events.map((event) => (
          <Row key={event.position} event={event} onFilter={onFilter} />
        ))}
      </tbody>
    </table>
  )
}

function Row({ event, onFilter }: { event: AuditEvent; onFilter: AuditTableProps['onFilter'] }) {
  const { t, i18n } = useTranslation('audit')
  const { position, at, action, personId, personName, institutionId, institutionName } = event
  const { messageId, details, sha256 } = event
  const only = (part: Partial<AuditUrl>, words: string) => (
    <button
      type="button"
      className={classes.only}
      aria-label={t('only', { what: words })}
      onClick={() => onFilter(part)}
    >
      {words}
    </button>
  )
  return (
    <tr>
      <th scope="row">{position}</th>
      <td data-label={t('column.at')}>
        <time dateTime={at}>{formatSecond(at, i18n.language)}</time>
      </td>
      <td data-label={t('column.action')}>
        <span>
          {i18n.exists(`audit:action.${action}`) ? t(`action.${action}`) : action}
          <br />
          <code className={classes.code}>{action}</code>
        </span>
      </td>
      <td data-label={t('column.who')}>
        <span className={classes.who}>
          {personId === null ? t('nobody') : only({ person: personId }, personName ?? personId)}
          {institutionId === null
            ? null
            : only({ institution: institutionId }, institutionName ?? institutionId)}
        </span>
      </td>
      <td data-label={t('column.details')}>
        <dl className={classes.details}>
          {messageId === null ? null : (
            <div>
              <dt>{t('message')}</dt>
              <dd>{only({ message: messageId }, messageId)}</dd>
            </div>
          )}
          {Object.entries(details).map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{wordsOf(value)}</dd>
            </div>
          ))}
          <div>
            <dt>{t('digest')}</dt>
            <dd className={classes.digest} title={sha256}>
              {sha256.slice(0, 16)}…
            </dd>
          </div>
        </dl>
      </td>
    </tr>
  )
}

/** To the second: what followed on what matters here. */
function formatSecond(iso: string, language: string): string {
  return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    day: 'numeric',
    month: language === 'en' ? 'short' : 'numeric',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).format(new Date(iso))
}
