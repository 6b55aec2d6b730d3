/** The sheet itself: who sent what to whom, when it arrived and was read, and what the package can be checked by. */
import { likelyOr } from '@epacs/intake/looking/likely-text'
import { useTranslation } from 'react-i18next'
import type { Message } from '../api/types.ts'
import { formatDateTime, formatDicomDate } from '../format/dates.ts'
import { formatPersonName } from '../format/person-name.ts'
import { formatBytes, formatNumber } from '../format/sizes.ts'
import { Declared } from '../messages/LikelyText.tsx'
import { byPatient } from '../messages/patients.ts'
import { sentStatesOf } from '../messages/standing.ts'
import classes from './ReceiptPage.module.css'
import { type Step, stepsOf } from './steps.ts'

export function Receipt({ message }: { readonly message: Message }) {
  const { t, i18n } = useTranslation('receipt')
  const at = (time: string) => formatDateTime(time, i18n.language)
  const words = sentStatesOf(message).map(({ status, recipients }, _, states) => {
    const word = t(`messages:status.delivery.${status}`)
    const all = message.deliveries.length
    return states.length === 1 ? word : t('messages:status.atSome', { status: word, recipients, all })
  })
  const sentBy = message.events.find(({ what }) => what === 'created')?.actor
  return (
    <div className={classes.sheet}>
      <dl className={classes.facts}>
        <dt>{t('subject')}</dt>
        <dd>{message.subject || t('noSubject')}</dd>
        <dt>{t('sender')}</dt>
        <dd>{[message.sender.name, sentBy].filter(Boolean).join(', ')}</dd>
        <dt>{t('sent')}</dt>
        <dd>{at(message.createdAt)}</dd>
        <dt>{t('status')}</dt>
        <dd>{words.join(', ')}</dd>
      </dl>

      <h2>{t('recipients')}</h2>
      <ul className={classes.recipients}>
        {message.recipients.map((recipient) => (
          <li key={recipient.id}>
            <b>{recipient.name}</b>
            <Steps steps={stepsOf(message, recipient.id)} />
          </li>
        ))}
      </ul>

      {message.studies.length > 0 ? <h2>{t('studies')}</h2> : null}
      {byPatient(message.studies).map(({ key, patient, studies }) => (
        <section key={key} className={classes.patient}>
          <h3>
            {[
              formatPersonName(likelyOr(patient.name)) || t('messages:studies.noName'),
              patient.id,
              patient.birthDate
                ? t('messages:studies.born', { date: formatDicomDate(patient.birthDate, i18n.language) })
                : null,
            ]
              .filter(Boolean)
              .join(', ')}
          </h3>
          <Declared texts={[patient.name]} />
          <ul>
            {studies.map((study) => {
              const images = study.series.reduce((sum, { instances }) => sum + instances, 0)
              return (
                <li key={study.studyInstanceUid}>
                  {[
                    likelyOr(study.description ?? '') || t('messages:studies.noDescription'),
                    formatDicomDate(study.date, i18n.language),
                    study.modalities.join(', '),
                    t('messages:counted.series', { count: study.series.length }),
                    t('messages:counted.images', {
                      count: images,
                      number: formatNumber(images, i18n.language),
                    }),
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                  <Declared texts={[study.description]} />
                  <span className={classes.uid}>{study.studyInstanceUid}</span>
                </li>
              )
            })}
          </ul>
        </section>
      ))}

      <h2>{t('package')}</h2>
      <dl className={classes.facts}>
        <dt>{t('images')}</dt>
        <dd>{formatNumber(message.instances, i18n.language)}</dd>
        <dt>{t('size')}</dt>
        <dd>{formatBytes(message.sizeBytes, i18n.language)}</dd>
        <dt>SHA-256</dt>
        <dd className={classes.uid}>{message.packageSha256 ?? t('noPackage')}</dd>
        <dt>{t('id')}</dt>
        <dd className={classes.uid}>{message.id}</dd>
      </dl>
      <p className={classes.made}>{t('made', { at: at(new Date().toISOString()) })}</p>
    </div>
  )
}

function Steps({ steps }: { readonly steps: readonly Step[] | undefined }) {
  const { t, i18n } = useTranslation('receipt')
  if (steps === undefined) return null
  if (steps.length === 0) return <p>{t('notDelivered')}</p>
  return (
    <ul>
      {steps.map(({ what, at, actor }) => (
        <li key={what}>
          {t(`messages:status.delivery.${what}`)}: {formatDateTime(at, i18n.language)}
          {actor === 'centre' ? '' : ` (${actor})`}
        </li>
      ))}
    </ul>
  )
}
