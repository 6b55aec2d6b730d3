/** A status as a word in a coloured field; the word alone carries the meaning. */
import { useTranslation } from 'react-i18next'
import type { DeliveryStatus } from '../api/types.ts'
import { Badge, type Tone } from '../layout/Badge.tsx'
import { type Sent, sentStatesOf } from './standing.ts'

/** `box`: as the recipient's own list says it; `delivery`: as the sender reads it; `message`: the whole. */
export type StatusView = 'box' | 'delivery' | 'message'

const tones: Readonly<Record<DeliveryStatus, Tone>> = {
  uploading: 'busy',
  checking: 'busy',
  accepted: 'busy',
  delivered: 'good',
  opened: 'good',
  downloaded: 'good',
  forwarded: 'good',
  stored: 'good',
  committed: 'good',
  rejected: 'bad',
  cancelled: 'quiet',
  expired: 'quiet',
  deleted: 'quiet',
}

/** In one's own box what matters is what still waits to be seen; to the sender every arrival is good news. */
function toneOf(status: DeliveryStatus, view: StatusView): Tone {
  if (view !== 'box') return tones[status]
  return status === 'delivered' ? 'new' : status === 'opened' ? 'quiet' : tones[status]
}

export function StatusBadge({ status, view }: { status: DeliveryStatus; view: StatusView }) {
  const { t } = useTranslation('messages')
  return <Badge tone={toneOf(status, view)}>{t(`status.${view}.${status}`)}</Badge>
}

/** How far a message came at its recipients; where they differ, at how many of them. */
export function SentStatus({ message }: { message: Sent }) {
  const { t } = useTranslation('messages')
  const states = sentStatesOf(message)
  const [first] = states
  if (states.length === 1 && first) return <StatusBadge status={first.status} view="delivery" />
  return states.map(({ status, recipients }) => (
    <Badge key={status} tone={toneOf(status, 'delivery')}>
      {t('status.atSome', {
        status: t(`status.delivery.${status}`),
        recipients,
        all: message.deliveries.length,
      })}
    </Badge>
  ))
}
