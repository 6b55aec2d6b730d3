/** Patients, their studies and series, each with a way to leave it out. */

import type { FoundPatient, FoundSeries, FoundStudy } from '@epacs/intake/looking'
import { likelyOr } from '@epacs/intake/looking/likely-text'
import { Checkbox } from '@mantine/core'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { formatDicomDate } from '../format/dates.ts'
import { formatPersonName } from '../format/person-name.ts'
import { formatBytes, formatNumber } from '../format/sizes.ts'
import { PatientIcon } from '../icons/message-icons.tsx'
import card from '../layout/PatientCard.module.css'
import classes from './FoundPatients.module.css'
import { seriesKeys } from './kept.ts'
import type { Look } from './look.ts'
import { SeriesPicture } from './SeriesPicture.tsx'

interface LeavingOut {
  readonly leftOut: ReadonlySet<string>
  /** Undefined: nothing can be left out, or not yet. */
  readonly onLeaveOut: ((keys: readonly string[], isLeftOut: boolean) => void) | undefined
  /** Undefined: no pictures yet. */
  readonly look: Look | undefined
}

interface FoundPatientsProps extends LeavingOut {
  readonly patients: readonly FoundPatient[]
  /** With the series that are not shown: they are left out with their study. */
  readonly whole: readonly FoundPatient[]
}

export function FoundPatients({ patients, whole, ...leaving }: FoundPatientsProps) {
  if (patients.length === 0) return null
  return (
    <div className={card.patients}>
      {patients.map((patient, index) => (
        <Patient key={patient.ordinal} patient={patient} whole={whole[index] ?? patient} {...leaving} />
      ))}
    </div>
  )
}

function Patient({
  patient,
  whole,
  ...leaving
}: LeavingOut & { readonly patient: FoundPatient; readonly whole: FoundPatient }) {
  const { t, i18n } = useTranslation('looking')
  const { t: tm } = useTranslation('messages')
  const name = formatPersonName(likelyOr(patient.names[0] ?? '')) || tm('studies.noName')
  const { birthDate, sex, id } = patient
  const born = birthDate ? tm('studies.born', { date: formatDicomDate(birthDate, i18n.language) }) : null
  const shownSex = sex === 'M' || sex === 'F' || sex === 'O' ? tm(`sex.${sex}`) : null
  return (
    <article className={card.patient} aria-label={name}>
      <header className={card.head}>
        <PatientIcon size={24} />
        <div>
          <h3>{name}</h3>
          <p>{[id, born, shownSex].filter(Boolean).join(' · ')}</p>
        </div>
        <Sent label={t('patient.send', { name })} keys={seriesKeys(whole.studies)} {...leaving} />
      </header>
      {patient.studies.map((study, index) => (
        <Study
          key={study.studyInstanceUid}
          study={study}
          whole={whole.studies[index] ?? study}
          {...leaving}
        />
      ))}
    </article>
  )
}

function Study({
  study,
  whole,
  ...leaving
}: LeavingOut & { readonly study: FoundStudy; readonly whole: FoundStudy }) {
  const { t, i18n } = useTranslation('looking')
  const { t: tm } = useTranslation('messages')
  const title = likelyOr(study.description) || tm('studies.noDescription')
  const date = formatDicomDate(study.date, i18n.language)
  const images = whole.series.reduce((sum, { instances }) => sum + instances, 0)
  const number = (count: number) => ({ count, number: formatNumber(count, i18n.language) })
  return (
    <div className={card.study}>
      <div className={classes.studyHead}>
        <h4 className={classes.studyTitle}>{title}</h4>
        <Sent
          label={t('study.send', { name: [title, date].filter(Boolean).join(', ') })}
          keys={seriesKeys([whole])}
          {...leaving}
        />
      </div>
      <p className={card.facts}>
        {[date, t('counted.series', number(whole.series.length)), t('counted.images', number(images))]
          .filter(Boolean)
          .join(' · ')}
      </p>
      <table className={classes.series}>
        <thead>
          <tr>
            <th scope="col">{t('series.column')}</th>
            <th scope="col">{tm('studies.modality')}</th>
            <th scope="col">{tm('studies.series')}</th>
            <th scope="col">{tm('studies.images')}</th>
            <th scope="col">{t('series.size')}</th>
          </tr>
        </thead>
        <tbody>
          {study.series.map((series) => (
            <SeriesRow key={series.key} series={series} {...leaving} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

type SeriesRowProps = LeavingOut & { readonly series: FoundSeries }

/** What is found comes anew several times a second; most rows are as they were. */
const SeriesRow = memo(Row, (before, after) => {
  const [one, other] = [before.series, after.series]
  const isSameSeries = one.key === other.key && one.instances === other.instances
  const isSameChoice = before.leftOut.has(one.key) === after.leftOut.has(other.key)
  return isSameSeries && isSameChoice && !before.onLeaveOut === !after.onLeaveOut
})

function Row({ series, ...leaving }: SeriesRowProps) {
  const { t, i18n } = useTranslation('looking')
  const { t: tm } = useTranslation('messages')
  const { modality, description, number } = series
  const title = likelyOr(description) || tm('studies.noDescription')
  const name = [number, modality, title].filter(Boolean).join(' ')
  return (
    <tr data-left-out={leaving.leftOut.has(series.key) || undefined}>
      <td>
        <Sent label={t('series.send', { name })} keys={[series.key]} {...leaving} />
      </td>
      <td>{modality}</td>
      <td>
        <SeriesPicture look={leaving.look} series={series.key} name={name}>
          {number ? `${number}. ${title}` : title}
        </SeriesPicture>
      </td>
      <td>{formatNumber(series.instances, i18n.language)}</td>
      <td>{formatBytes(series.sizeBytes, i18n.language)}</td>
    </tr>
  )
}

function Sent({
  label,
  keys,
  leftOut,
  onLeaveOut,
}: Omit<LeavingOut, 'look'> & { readonly label: string; readonly keys: readonly string[] }) {
  const out = keys.filter((key) => leftOut.has(key)).length
  return (
    <Checkbox
      size="md"
      aria-label={label}
      checked={out === 0}
      indeterminate={out > 0 && out < keys.length}
      disabled={onLeaveOut === undefined}
      onChange={(event) => onLeaveOut?.(keys, !event.currentTarget.checked)}
    />
  )
}
