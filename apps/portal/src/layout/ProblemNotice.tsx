/** A refusal or failure in plain words: what happened, what to do, and where it helps, a way to try again. */
import { Alert } from '@mantine/core'
import { Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { asProblem } from '../api/problem.ts'
import { WarningIcon } from '../icons/icons.tsx'
import classes from './ProblemNotice.module.css'

interface ProblemNoticeProps {
  readonly error: unknown
  /** Not offered for what does not exist: asking once more brings nothing. */
  readonly onRetry?: () => void
}

/** Waits for its own words, so that the page around it stays as it is meanwhile. */
export function ProblemNotice(props: ProblemNoticeProps) {
  return (
    <Suspense fallback={null}>
      <Notice {...props} />
    </Suspense>
  )
}

function Notice({ error, onRetry }: ProblemNoticeProps) {
  const problem = asProblem(error)
  const { t, i18n } = useTranslation('problems')
  const known = i18n.exists(`problems:${problem.code}.title`)
  // The words for refusals are many, and few visitors meet one: they come when the first is shown.
  const { t: ofRefusal } = useTranslation(known ? 'problems' : 'refusals')
  const refused = !known && i18n.exists(`refusals:${problem.code}.title`)
  const key = known || refused ? problem.code : 'unknown'
  const words = refused ? ofRefusal : t
  return (
    <Alert role="alert" color="red" variant="light" icon={<WarningIcon />} title={words(`${key}.title`)}>
      {problem.institutions.length > 0 ? (
        <ul className={classes.institutions}>
          {problem.institutions.map((name) => (
            <li key={name}>{name}</li>
          ))}
        </ul>
      ) : null}
      <p>{words(`${key}.advice`)}</p>
      {key === 'unknown' ? <p className={classes.detail}>{t('code', { code: problem.code })}</p> : null}
      {onRetry && problem.status !== 404 ? (
        <button type="button" className={classes.retry} onClick={onRetry}>
          {t('retry')}
        </button>
      ) : null}
    </Alert>
  )
}
