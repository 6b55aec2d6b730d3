/** A request waits already: what to do now, instead of asking once more. */
import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { WaitingRequest } from '../api/registrations.ts'
import { formatDateTime } from '../format/dates.ts'
import { PageTitle } from '../layout/PageTitle.tsx'

interface WaitingProps {
  readonly request: WaitingRequest
  readonly onAskAnew: () => void
}

export function Waiting({ request: { sentBy, status, createdAt }, onAskAnew }: WaitingProps) {
  const { t, i18n } = useTranslation('registration')
  const at = formatDateTime(createdAt, i18n.language)
  const what = sentBy === 'colleague' ? 'colleague' : waitsFor(status)
  return (
    <>
      <PageTitle title={t(`waiting.${what}.title`)} lead={t(`waiting.${what}.lead`, { at })} />
      <p>{t(`waiting.${what}.next`)}</p>
      <Button variant="outline" size="md" mt="xl" onClick={onAskAnew}>
        {t('waiting.askAnew')}
      </Button>
    </>
  )
}

function waitsFor(status: WaitingRequest['status']): 'confirmation' | 'answer' | 'decision' {
  if (status === 'unconfirmed') return 'confirmation'
  return status === 'more-wanted' ? 'answer' : 'decision'
}
