/** What proves the message later, without the centre: signed receipts, and the signed list of its images. */
import { useTranslation } from 'react-i18next'
import { manifestUrl, receiptsUrl } from '../api/messages.ts'
import type { Message } from '../api/types.ts'
import classes from './History.module.css'
import type { Standing } from './standing.ts'

export function Proofs({ message, standing }: { message: Message; standing: Standing }) {
  const { t } = useTranslation('messages')
  if (!message.events.some(({ what }) => what === 'delivered')) return null
  return (
    <p className={classes.proofs}>
      <a href={receiptsUrl(message.id)} download>
        {t('proofs.receipts')}
      </a>
      {standing.canDownload ? (
        <a href={manifestUrl(message.id)} download>
          {t('proofs.manifest')}
        </a>
      ) : null}
    </p>
  )
}
