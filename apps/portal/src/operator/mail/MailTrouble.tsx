/** On every page of the console while no mail leaves: people wait for links that do not come. */
import { Alert } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { MailStatusReport } from '../../api/operator-types.ts'
import { formatDateTime } from '../../format/dates.ts'
import { WarningIcon } from '../../icons/icons.tsx'
import { useMailReason } from './use-mail-reason.ts'

interface MailTroubleProps {
  readonly trouble: NonNullable<MailStatusReport['trouble']>
}

export function MailTrouble({ trouble }: MailTroubleProps) {
  const { t, i18n } = useTranslation('operator')
  const reason = useMailReason()
  const { problem, since, waiting } = trouble
  return (
    <Alert role="status" color="red" icon={<WarningIcon />} title={t('mail.trouble.title')} mb="lg">
      <p>{reason(problem)}</p>
      <p>
        {t('mail.trouble.waiting', { count: waiting, since: formatDateTime(since, i18n.language) })}{' '}
        <Link to="/operator/mail" search={{ status: 'waiting' }}>
          {t('mail.trouble.show')}
        </Link>
      </p>
    </Alert>
  )
}
