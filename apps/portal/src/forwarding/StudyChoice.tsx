/** The studies of the message with their patients, of which some may be left out. */
import { likelyOr } from '@epacs/intake/looking/likely-text'
import { Checkbox } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Study } from '../api/types.ts'
import { formatDicomDate } from '../format/dates.ts'
import { formatPersonName } from '../format/person-name.ts'
import { formatNumber } from '../format/sizes.ts'
import { Declared } from '../messages/LikelyText.tsx'
import { byPatient } from '../messages/patients.ts'
import classes from './StudyChoice.module.css'

interface StudyChoiceProps {
  readonly studies: readonly Study[]
  /** What they are chosen for. */
  readonly legend: string
  /** Study Instance UIDs. */
  readonly leftOut: ReadonlySet<string>
  readonly onChange: (leftOut: ReadonlySet<string>) => void
}

export function StudyChoice({ studies, legend, leftOut, onChange }: StudyChoiceProps) {
  const { t, i18n } = useTranslation('forwarding')

  function choose(study: string, isChosen: boolean) {
    const next = new Set(leftOut)
    if (isChosen) next.delete(study)
    else next.add(study)
    onChange(next)
  }

  return (
    <fieldset className={classes.choice}>
      <legend>{legend}</legend>
      {byPatient(studies).map(({ key, patient, studies: ofPatient }) => (
        <div key={key} className={classes.patient}>
          <p className={classes.name}>
            {formatPersonName(likelyOr(patient.name)) || t('noName')}
            <span>{patient.id}</span>
          </p>
          <Declared texts={[patient.name, ...ofPatient.map(({ description }) => description)]} />
          {ofPatient.map((study) => {
            const images = study.series.reduce((sum, { instances }) => sum + instances, 0)
            return (
              <Checkbox
                key={study.studyInstanceUid}
                size="md"
                checked={!leftOut.has(study.studyInstanceUid)}
                onChange={(event) => choose(study.studyInstanceUid, event.currentTarget.checked)}
                label={likelyOr(study.description ?? '') || t('noDescription')}
                description={[
                  study.modalities.join(', '),
                  formatDicomDate(study.date, i18n.language),
                  t('images', { count: images, number: formatNumber(images, i18n.language) }),
                ]
                  .filter(Boolean)
                  .join(' · ')}
              />
            )
          })}
        </div>
      ))}
    </fieldset>
  )
}
