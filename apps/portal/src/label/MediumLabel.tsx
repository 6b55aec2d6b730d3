/** One label, in the size that it is printed in. */
import { useTranslation } from 'react-i18next'
import { formatDicomDate } from '../format/dates.ts'
import { formatNumber } from '../format/sizes.ts'
import classes from './LabelPage.module.css'
import type { Label, LabelFormat } from './labels.ts'

interface MediumLabelProps {
  readonly label: Label
  readonly format: LabelFormat
  /** Institutions that the images are from, and that makes the medium. */
  readonly sender: string
  readonly madeBy: string | undefined
}

export function MediumLabel({ label, format, sender, madeBy }: MediumLabelProps) {
  const { t, i18n } = useTranslation(['label', 'messages'])
  const { name, id, birthDate, sex, studies, furtherStudies } = label
  const day = (date: string | null) => formatDicomDate(date, i18n.language)
  return (
    <article
      className={format === 'case' ? classes.case : classes.stick}
      aria-label={t('label:of', { name: name || t('messages:studies.noName') })}
    >
      <h2 className={classes.name}>{name || t('messages:studies.noName')}</h2>
      <p className={classes.person}>
        {[
          birthDate === null ? null : t('messages:studies.born', { date: day(birthDate) }),
          sex === undefined ? null : t(`messages:sex.${sex}`),
          id === '' ? null : t('label:id', { id }),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      <ul className={classes.studies}>
        {studies.map(({ uid, date, modalities, description, images }) => (
          <li key={uid}>
            <b>{[day(date) || t('label:noDate'), modalities].filter(Boolean).join(' ')}</b>{' '}
            {[
              description,
              t('messages:counted.images', { count: images, number: formatNumber(images, i18n.language) }),
            ]
              .filter(Boolean)
              .join(' · ')}
          </li>
        ))}
        {furtherStudies > 0 ? <li>{t('label:further', { count: furtherStudies })}</li> : null}
      </ul>
      <div className={classes.foot}>
        <p>
          {t('label:sender', { sender })}
          <br />
          {[
            madeBy === undefined ? null : t('label:madeBy', { institution: madeBy }),
            t('label:made', { date: day(new Date().toLocaleDateString('sv')) }),
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
        <p>{t('label:notForDiagnosis')}</p>
        <p>
          <b>DICOM</b> · {t('label:confidential')}
        </p>
      </div>
    </article>
  )
}
