/** A status as a word in a coloured field; the word alone carries the meaning. */
import { useTranslation } from 'react-i18next'
import type { DeliveryStatus } from '../api/types.ts'
import classes from './StatusBadge.module.css'

/** `box`: as the recipient's own list says it; `delivery`: as the sender reads it; `message`: the whole. */
export type StatusView = 'box' | 'delivery' | 'message'

const tones: Readonly<Record<DeliveryStatus, 'new' | 'busy' | 'good' | 'bad' | 'quiet'>> = {
  uploading: 'busy',
  checking: 'busy',
  accepted: 'busy',
  delivered: 'new',
  opened: 'quiet',
  downloaded: 'good',
  forwarded: 'good',
  stored: 'good',
  committed: 'good',
  rejected: 'bad',
  cancelled: 'quiet',
  expired: 'quiet',
  deleted: 'quiet',
}

export function StatusBadge({ status, view }: { status: DeliveryStatus; view: StatusView }) {
  const { t } = useTranslation('messages')
  return (
    <span className={classes.badge} data-tone={tones[status]}>
      {t(`status.${view}.${status}`)}
    </span>
  )
}
