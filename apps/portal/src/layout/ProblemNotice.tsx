/** A refusal or failure in plain words: what happened, what to do, and where it helps, a way to try again. */
import { Alert } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { asProblem } from '../api/problem.ts'
import { WarningIcon } from '../icons/icons.tsx'
import classes from './ProblemNotice.module.css'

interface ProblemNoticeProps {
  readonly error: unknown
  /** Not offered for what does not exist: asking once more brings nothing. */
  readonly onRetry?: () => void
}

export function ProblemNotice({ error, onRetry }: ProblemNoticeProps) {
  const { t, i18n } = useTranslation('problems')
  const problem = asProblem(error)
  const key = i18n.exists(`problems:${problem.code}.title`) ? problem.code : 'unknown'
  return (
    <Alert role="alert" color="red" variant="light" icon={<WarningIcon />} title={t(`${key}.title`)}>
      {problem.institutions.length > 0 ? (
        <ul className={classes.institutions}>
          {problem.institutions.map((name) => (
            <li key={name}>{name}</li>
          ))}
        </ul>
      ) : null}
      <p>{t(`${key}.advice`)}</p>
      {key === 'unknown' ? <p className={classes.detail}>{t('code', { code: problem.code })}</p> : null}
      {onRetry && problem.status !== 404 ? (
        <button type="button" className={classes.retry} onClick={onRetry}>
          {t('retry')}
        </button>
      ) : null}
    </Alert>
  )
}
