/** Whose images the message holds: patients with their studies and series. */
import { likelyOr } from '@epacs/intake/looking/likely-text'
import { Alert } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { seriesUrl, viewerUrl } from '../api/opening.ts'
import type { Series, Study } from '../api/types.ts'
import { formatDicomDate } from '../format/dates.ts'
import { formatPersonName } from '../format/person-name.ts'
import { formatNumber } from '../format/sizes.ts'
import { WarningIcon } from '../icons/icons.tsx'
import { ImageStackIcon, PatientIcon } from '../icons/message-icons.tsx'
import card from '../layout/PatientCard.module.css'
import { DesktopViewers } from '../opening/DesktopViewers.tsx'
import { prepareViewer } from '../opening/prepare-viewer.ts'
import { hasContentsPage, hasThumbnail, isInViewer } from '../opening/shown.ts'
import { Declared } from './LikelyText.tsx'
import { byPatient, type PatientStudies } from './patients.ts'
import classes from './Studies.module.css'

interface StudiesProps {
  readonly studies: readonly Study[]
  /** Of the message, as long as its images can be looked at. */
  readonly viewable: string | undefined
}

export function Studies({ studies, viewable }: StudiesProps) {
  const { t } = useTranslation('messages')
  const hasImages = viewable !== undefined && studies.some(isLookedAt)
  useEffect(() => {
    if (hasImages) prepareViewer()
  }, [hasImages])
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
      <div className={card.patients}>
        {patients.map((patient) => (
          <Patient
            key={patient.key}
            patient={patient.patient}
            studies={patient.studies}
            viewable={viewable}
            isOneOfSeveral={studies.length > 1}
          />
        ))}
      </div>
    </section>
  )
}

interface OneOfSeveral {
  /** Then it can be opened by itself; otherwise it is the whole message. */
  readonly isOneOfSeveral: boolean
}

type PatientProps = Omit<PatientStudies, 'key'> & Pick<StudiesProps, 'viewable'> & OneOfSeveral

function Patient({ patient, studies, viewable, isOneOfSeveral }: PatientProps) {
  const { t, i18n } = useTranslation('messages')
  const sex =
    patient.sex === 'M' || patient.sex === 'F' || patient.sex === 'O' ? t(`sex.${patient.sex}`) : null
  const born = patient.birthDate
    ? t('studies.born', { date: formatDicomDate(patient.birthDate, i18n.language) })
    : null
  return (
    <article className={card.patient}>
      <header className={card.head}>
        <PatientIcon size={24} />
        <div>
          <h3>{formatPersonName(likelyOr(patient.name)) || t('studies.noName')}</h3>
          <p>{[patient.id, born, sex].filter(Boolean).join(' · ')}</p>
          <Declared texts={[patient.name]} />
        </div>
      </header>
      {studies.map((study) => (
        <StudyTable
          key={study.studyInstanceUid}
          study={study}
          viewable={viewable}
          isOneOfSeveral={isOneOfSeveral}
        />
      ))}
    </article>
  )
}

type StudyTableProps = { readonly study: Study } & Pick<StudiesProps, 'viewable'> & OneOfSeveral

function StudyTable({ study, viewable, isOneOfSeveral }: StudyTableProps) {
  const { t, i18n } = useTranslation('messages')
  const { t: to } = useTranslation('opening')
  const title = likelyOr(study.description ?? '') || t('studies.noDescription')
  const hasImages = isLookedAt(study)
  const images = study.series.reduce((sum, { instances }) => sum + instances, 0)
  return (
    <div className={card.study}>
      <h4 className={classes.studyTitle}>
        {title}
        <span className={classes.modalities}>{study.modalities.join(', ')}</span>
      </h4>
      <p className={card.facts}>
        {[
          formatDicomDate(study.date, i18n.language),
          t('counted.series', { count: study.series.length }),
          t('counted.images', { count: images, number: formatNumber(images, i18n.language) }),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      <Declared texts={[study.description, ...study.series.map(({ description }) => description)]} />
      {viewable !== undefined && hasImages ? (
        <a
          className={classes.view}
          href={viewerUrl(viewable, study.studyInstanceUid)}
          aria-label={to('viewStudy', { study: title })}
        >
          <ImageStackIcon />
          {to('view')}
        </a>
      ) : null}
      {viewable !== undefined && isOneOfSeveral ? (
        <div className={classes.program}>
          <DesktopViewers messageId={viewable} study={{ uid: study.studyInstanceUid, title }} />
        </div>
      ) : null}
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
            <SeriesRow
              key={series.seriesInstanceUid}
              study={study.studyInstanceUid}
              series={series}
              viewable={viewable}
            />
          ))}
        </tbody>
      </table>
    </div>
  )
}

type SeriesRowProps = { readonly study: string; readonly series: Series } & Pick<StudiesProps, 'viewable'>

function SeriesRow({ study, series, viewable }: SeriesRowProps) {
  const { t, i18n } = useTranslation('messages')
  const { t: to } = useTranslation('opening')
  const { modality, seriesInstanceUid } = series
  const [hasPicture, setHasPicture] = useState(hasThumbnail(modality))
  const title = likelyOr(series.description ?? '') || t('studies.noDescription')
  return (
    <tr>
      <td>
        {viewable !== undefined && hasPicture ? (
          <img
            className={classes.thumbnail}
            src={`${seriesUrl(viewable, study, seriesInstanceUid)}/thumbnail`}
            alt=""
            width={64}
            height={64}
            loading="lazy"
            onError={() => setHasPicture(false)}
          />
        ) : null}
        {modality}
      </td>
      <td>
        {title}
        {viewable !== undefined && hasContentsPage(modality) ? (
          <Link
            className={classes.contents}
            to="/messages/$id/series/$study/$series"
            params={{ id: viewable, study, series: seriesInstanceUid }}
            aria-label={to('contentsOf', { series: title })}
          >
            {to('contents')}
          </Link>
        ) : null}
      </td>
      <td>{formatNumber(series.instances, i18n.language)}</td>
    </tr>
  )
}

function isLookedAt({ series }: Study): boolean {
  return series.some(({ modality }) => isInViewer(modality))
}
