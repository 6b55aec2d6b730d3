/** Mails as rows, cards on a phone: to whom, about what, what became of it. Never what they say. */
import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Mail } from '../../api/operator-types.ts'
import { formatDateTime } from '../../format/dates.ts'
import { Badge, type Tone } from '../../layout/Badge.tsx'
import table from '../../layout/ResponsiveTable.module.css'
import classes from './MailPage.module.css'
import { useMailReason } from './use-mail-reason.ts'

const tones: Readonly<Record<Mail['status'], Tone>> = {
  waiting: 'busy',
  sent: 'good',
  refused: 'bad',
  'given-up': 'bad',
}

interface MailTableProps {
  readonly mails: readonly Mail[]
  readonly onRetry: (mail: Mail) => void
  readonly isBusy: boolean
}

export function MailTable({ mails, onRetry, isBusy }: MailTableProps) {
  const { t } = useTranslation('operator')
  return (
    <table className={table.table}>
      <caption hidden>{t('mail.title')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('mail.column.to')}</th>
          <th scope="col">{t('mail.column.about')}</th>
          <th scope="col">{t('mail.column.queuedAt')}</th>
          <th scope="col">{t('mail.column.status')}</th>
          <th scope="col">{t('mail.column.retry')}</th>
        </tr>
      </thead>
      <tbody>
        {mails.map((mail) => (
          <Row key={mail.id} mail={mail} onRetry={() => onRetry(mail)} isBusy={isBusy} />
        ))}
      </tbody>
    </table>
  )
}

interface RowProps {
  readonly mail: Mail
  readonly onRetry: () => void
  readonly isBusy: boolean
}

function Row({ mail, onRetry, isBusy }: RowProps) {
  const { t, i18n } = useTranslation('operator')
  const reason = useMailReason()
  const { to, template, status, attempts, problem, queuedAt, triedAt } = mail
  // Of one that waits for its first try there is nothing to be tried again.
  const canRetry = status === 'refused' || status === 'given-up' || (status === 'waiting' && attempts > 0)
  return (
    <tr>
      <th scope="row" className={classes.to}>
        <span>{to}</span>
      </th>
      <td data-label={t('mail.column.about')}>
        {t([`mail.template.${template}`, `wordings:name.${template}.title`], { defaultValue: template })}
      </td>
      <td data-label={t('mail.column.queuedAt')}>
        <time dateTime={queuedAt}>{formatDateTime(queuedAt, i18n.language)}</time>
      </td>
      <td data-label={t('mail.column.status')}>
        <span className={classes.outcome}>
          <Badge tone={tones[status]}>{t(`mail.status.${status}`)}</Badge>
          {problem !== null && status !== 'sent' ? <span>{reason(problem)}</span> : null}
          {triedAt !== null && status !== 'sent' ? (
            <span className={classes.tried}>
              {t('mail.attempts', { count: attempts, at: formatDateTime(triedAt, i18n.language) })}
            </span>
          ) : null}
        </span>
      </td>
      <td>
        {canRetry ? (
          <Button variant="outline" size="sm" disabled={isBusy} onClick={onRetry}>
            {t('mail.retry')}
            <span className={classes.hidden}> {to}</span>
          </Button>
        ) : null}
      </td>
    </tr>
  )
}
