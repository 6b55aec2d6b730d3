/** Whose images the message holds: patients with their studies and series. */
import { Alert } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Study } from '../api/types.ts'
import { formatDicomDate } from '../format/dates.ts'
import { formatPersonName } from '../format/person-name.ts'
import { formatNumber } from '../format/sizes.ts'
import { PatientIcon, WarningIcon } from '../icons/icons.tsx'
import { byPatient, type PatientStudies } from './patients.ts'
import classes from './Studies.module.css'

export function Studies({ studies }: { studies: readonly Study[] }) {
  const { t } = useTranslation('messages')
  if (studies.length === 0) return null
  const patients = byPatient(studies)
  return (
    <section>
      <h2>{t('studies.title')}</h2>
      {patients.length > 1 ? (
        <Alert color="amber" icon={<WarningIcon />} className={classes.several}>
          {t('studies.severalPatients', { count: patients.length })}
        </Alert>
      ) : null}
      <div className={classes.patients}>
        {patients.map((patient) => (
          <Patient key={patient.key} patient={patient.patient} studies={patient.studies} />
        ))}
      </div>
    </section>
  )
}

function Patient({ patient, studies }: Omit<PatientStudies, 'key'>) {
  const { t, i18n } = useTranslation('messages')
  const sex =
    patient.sex === 'M' || patient.sex === 'F' || patient.sex === 'O' ? t(`sex.${patient.sex}`) : null
  const born = patient.birthDate
    ? t('studies.born', { date: formatDicomDate(patient.birthDate, i18n.language) })
    : null
  return (
    <article className={classes.patient}>
      <header className={classes.head}>
        <PatientIcon size={24} />
        <div>
          <h3>{formatPersonName(patient.name) || t('studies.noName')}</h3>
          <p>{[patient.id, born, sex].filter(Boolean).join(' · ')}</p>
        </div>
      </header>
      {studies.map((study) => (
        <StudyTable key={study.studyInstanceUid} study={study} />
      ))}
    </article>
  )
}

function StudyTable({ study }: { study: Study }) {
  const { t, i18n } = useTranslation('messages')
  const images = study.series.reduce((sum, { instances }) => sum + instances, 0)
  return (
    <div className={classes.study}>
      <h4>
        {study.description || t('studies.noDescription')}
        <span className={classes.modalities}>{study.modalities.join(', ')}</span>
      </h4>
      <p className={classes.facts}>
        {[
          formatDicomDate(study.date, i18n.language),
          t('counted.series', { count: study.series.length }),
          t('counted.images', { count: images, number: formatNumber(images, i18n.language) }),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      <table className={classes.series}>
        <thead>
          <tr>
            <th scope="col">{t('studies.modality')}</th>
            <th scope="col">{t('studies.series')}</th>
            <th scope="col">{t('studies.images')}</th>
          </tr>
        </thead>
        <tbody>
          {study.series.map((series) => (
            <tr key={series.seriesInstanceUid}>
              <td>{series.modality}</td>
              <td>{series.description || t('studies.noDescription')}</td>
              <td>{formatNumber(series.instances, i18n.language)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
