/** The state of sending in one look. */
import { useTranslation } from 'react-i18next'
import type { MailStatusReport } from '../../api/operator-types.ts'
import { formatDateTime } from '../../format/dates.ts'
import { formatNumber } from '../../format/sizes.ts'
import { WarningIcon } from '../../icons/icons.tsx'
import classes from './MailPage.module.css'

export function MailStatus({ status }: { status: MailStatusReport }) {
  const { t, i18n } = useTranslation('operator')
  const { way, place, lastSentAt } = status
  const figures = ['waiting', 'delayed', 'failed', 'sentLately'] as const
  return (
    <section className={classes.status} aria-label={t('mail.statusLabel')}>
      <div className={classes.way} data-way={way}>
        {way === 'folder' ? <WarningIcon /> : null}
        <div>
          <p>
            <strong>{t(`mail.way.${way}.title`)}</strong>
          </p>
          <p>{t(`mail.way.${way}.text`)}</p>
          <p className={classes.place}>{place}</p>
        </div>
      </div>
      <dl className={classes.figures}>
        {figures.map((figure) => (
          <div key={figure}>
            <dt>{t(`mail.figure.${figure}`)}</dt>
            <dd>{formatNumber(status[figure], i18n.language)}</dd>
          </div>
        ))}
        <div>
          <dt>{t('mail.figure.lastSentAt')}</dt>
          <dd className={classes.moment}>
            {lastSentAt === null ? t('mail.never') : formatDateTime(lastSentAt, i18n.language)}
          </dd>
        </div>
      </dl>
    </section>
  )
}
