/** Mails as rows, cards on a phone: to whom, about what, what became of it. Never what they say. */
import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { retryMail } from '../../api/operator.ts'
import type { Mail } from '../../api/operator-types.ts'
import { formatDateTime } from '../../format/dates.ts'
import table from '../../layout/ResponsiveTable.module.css'
import { Badge, type Tone } from '../Badge.tsx'
import { Done } from '../Done.tsx'
import { StaffProblem } from '../StaffProblem.tsx'
import classes from './MailPage.module.css'

const tones: Readonly<Record<Mail['status'], Tone>> = {
  waiting: 'busy',
  sent: 'good',
  refused: 'bad',
  'given-up': 'bad',
}

/** The centre tries within a second or two; then it is known what became of it. */
const LOOK_AGAIN_MS = 2000

export function MailTable({ mails }: { mails: readonly Mail[] }) {
  const { t } = useTranslation('operator')
  const queries = useQueryClient()
  const [tried, setTried] = useState<{ readonly to: string; readonly at: number }>()
  const retry = useMutation({
    mutationFn: (mail: Mail) => retryMail(mail.id),
    onSuccess: (_, { to }) => setTried({ to, at: Date.now() }),
    onSettled: async () => {
      const refresh = () => queries.invalidateQueries({ queryKey: ['operator', 'mail'] })
      setTimeout(() => void refresh(), LOOK_AGAIN_MS)
      await refresh()
    },
  })
  return (
    <>
      {tried ? (
        <Done key={tried.at}>
          <p>{t('mail.tried', { to: tried.to })}</p>
        </Done>
      ) : null}
      {retry.error ? <StaffProblem error={retry.error} /> : null}
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
            <Row key={mail.id} mail={mail} onRetry={() => retry.mutate(mail)} isBusy={retry.isPending} />
          ))}
        </tbody>
      </table>
    </>
  )
}

interface RowProps {
  readonly mail: Mail
  readonly onRetry: () => void
  readonly isBusy: boolean
}

function Row({ mail, onRetry, isBusy }: RowProps) {
  const { t, i18n } = useTranslation('operator')
  const { to, template, status, attempts, problem, queuedAt, triedAt } = mail
  // Of one that waits for its first try there is nothing to be tried again.
  const canRetry = status === 'refused' || status === 'given-up' || (status === 'waiting' && attempts > 0)
  return (
    <tr>
      <th scope="row" className={classes.to}>
        <span>{to}</span>
      </th>
      <td data-label={t('mail.column.about')}>
        {t(`mail.template.${template}`, { defaultValue: template })}
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

  /** Servers' codes are told as they are: whoever runs a mail server knows them. */
  function reason(code: string): string {
    const smtp = /^smtp-(\d{3})$/.exec(code)?.[1]
    if (smtp !== undefined) {
      return t(smtp.startsWith('5') ? 'mail.problem.smtp5' : 'mail.problem.smtp4', { code: smtp })
    }
    return t(i18n.exists(`operator:mail.problem.${code}`) ? `mail.problem.${code}` : 'mail.problem.other', {
      code,
    })
  }
}
