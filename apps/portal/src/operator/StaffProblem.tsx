/** A refusal that only operators and auditors meet, in plain words; all others as everywhere. */
import { Alert } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { asProblem } from '../api/problem.ts'
import { WarningIcon } from '../icons/icons.tsx'
import { ProblemNotice } from '../layout/ProblemNotice.tsx'

interface StaffProblemProps {
  readonly error: unknown
  readonly onRetry?: () => void
}

export function StaffProblem({ error, onRetry }: StaffProblemProps) {
  const { t, i18n } = useTranslation('operator')
  const { code, detail } = asProblem(error)
  if (!i18n.exists(`operator:problem.${code}.title`)) {
    return <ProblemNotice error={error} {...(onRetry ? { onRetry } : {})} />
  }
  return (
    <Alert role="alert" color="red" variant="light" icon={<WarningIcon />} title={t(`problem.${code}.title`)}>
      <p>{t(`problem.${code}.advice`, { detail: detail ?? '' })}</p>
    </Alert>
  )
}
