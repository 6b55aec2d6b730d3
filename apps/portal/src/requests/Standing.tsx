/** How a request stands, and how it presses, as words in coloured fields. */
import { useTranslation } from 'react-i18next'
import type { RequestSummary } from '../api/requests.ts'
import { Badge, type Tone } from '../layout/Badge.tsx'

const tones: Readonly<Record<RequestSummary['status'], Tone>> = {
  open: 'new',
  answered: 'good',
  refused: 'bad',
  withdrawn: 'quiet',
}

export function Standing({ request }: { request: Pick<RequestSummary, 'status' | 'overdue'> }) {
  const { t } = useTranslation('requests')
  if (request.overdue) return <Badge tone="bad">{t('status.overdue')}</Badge>
  return <Badge tone={tones[request.status]}>{t(`status.${request.status}`)}</Badge>
}

export function UrgencyBadge({ urgency }: Pick<RequestSummary, 'urgency'>) {
  const { t } = useTranslation('requests')
  return urgency === 'routine' ? null : <Badge tone="bad">{t(`urgency.${urgency}`)}</Badge>
}
