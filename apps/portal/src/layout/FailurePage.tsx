/** Shown in place of a page that could not be shown: the centre does not answer, or the page itself failed. */
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Problem } from '../api/problem.ts'
import { PageBody } from './PageBody.tsx'
import { PageTitle } from './PageTitle.tsx'
import { ProblemNotice } from './ProblemNotice.tsx'

export function FailurePage({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation('common')
  const router = useRouter()
  const shown = error instanceof Problem ? error : new Problem('page-failed', 0)
  return (
    <PageBody width="reading">
      <PageTitle title={t('failure.title')} />
      <ProblemNotice
        error={shown}
        onRetry={() => {
          reset()
          void router.invalidate()
        }}
      />
    </PageBody>
  )
}
