/** Study by study how many of its files were accepted, left out and refused. */
import { likelyOr } from '@epacs/intake/looking/likely-text'
import { useTranslation } from 'react-i18next'
import type { FileOutcome, Study, StudyResult } from '../api/types.ts'
import { formatDicomDate } from '../format/dates.ts'
import { formatPersonName } from '../format/person-name.ts'
import { formatNumber } from '../format/sizes.ts'
import classes from './FileResults.module.css'
import { outcomeOrder } from './file-groups.ts'
import { OutcomeIcon } from './OutcomeIcon.tsx'
import own from './StudyResults.module.css'

interface StudyResultsProps {
  readonly results: readonly StudyResult[]
  /** Of the message: a study of which nothing was accepted is not among them. */
  readonly studies: readonly Study[]
}

export function StudyResults({ results, studies }: StudyResultsProps) {
  const { t, i18n } = useTranslation('messages')
  if (results.length === 0) return null
  return (
    <section>
      <h2>{t('studyResults.title')}</h2>
      <ul className={own.studies}>
        {results.map((result) => {
          const counts = countsOf(result)
          return (
            <li key={result.studyInstanceUid}>
              <StudyName
                uid={result.studyInstanceUid}
                study={studies.find(({ studyInstanceUid }) => studyInstanceUid === result.studyInstanceUid)}
              />
              <ul className={classes.summary}>
                {outcomeOrder
                  .filter((outcome) => counts[outcome] > 0)
                  .map((outcome) => (
                    <li key={outcome}>
                      <OutcomeIcon outcome={outcome} />
                      <span className={classes.count}>{formatNumber(counts[outcome], i18n.language)}</span>
                      <span>{t(`files.summary.${outcome}`, { count: counts[outcome] })}</span>
                    </li>
                  ))}
              </ul>
            </li>
          )
        })}
      </ul>
    </section>
  )
}

function StudyName({ uid, study }: { readonly uid: string; readonly study: Study | undefined }) {
  const { t, i18n } = useTranslation('messages')
  if (study === undefined) {
    return (
      <p className={own.name}>
        {t('studyResults.none')} <span className={own.uid}>{uid}</span>
      </p>
    )
  }
  const facts = [
    formatPersonName(likelyOr(study.patient.name)) || t('studies.noName'),
    formatDicomDate(study.date, i18n.language),
    study.modalities.join(', '),
  ]
  return (
    <p className={own.name}>
      <b>{likelyOr(study.description ?? '') || t('studies.noDescription')}</b>{' '}
      {facts.filter(Boolean).join(' · ')}
    </p>
  )
}

function countsOf(result: StudyResult): Readonly<Record<FileOutcome, number>> {
  const { accepted, warnings, leftOut, refused } = result
  return { accepted, warning: warnings, 'left-out': leftOut, refused }
}
