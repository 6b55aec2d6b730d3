/** JTP knows the employer, not the workplace: one IČO may have several mailboxes, and the person says which. */
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { asProblem } from '../api/problem.ts'
import { choicesQuery, choose } from '../api/sign-in.ts'
import { Choices } from '../choosing/Choices.tsx'
import { PageBody } from '../layout/PageBody.tsx'
import { PageTitle } from '../layout/PageTitle.tsx'
import { ProblemNotice } from '../layout/ProblemNotice.tsx'
import classes from './JtpChoice.module.css'

export function JtpChoice() {
  const { t } = useTranslation('signIn')
  const { data, error, refetch } = useQuery(choicesQuery)
  // Asking once more brings nothing: what JTP has said is forgotten.
  const hasEnded = error !== null && asProblem(error).code === 'not-signed-in'
  return (
    <PageBody width="reading">
      <PageTitle title={t('choose.title')} lead={t('choose.leadJtp')} />
      {error && !hasEnded ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {hasEnded ? (
        <>
          <ProblemNotice error={error} />
          <p className={classes.again}>
            <a href="/sign-in">{t('choose.again')}</a>
          </p>
        </>
      ) : null}
      {data ? (
        <Choices
          label={t('choose.title')}
          choices={data.map(({ id, name, city }) => ({ id, name, more: city }))}
          onChoose={async (id) => window.location.assign((await choose(id)).location)}
        />
      ) : null}
    </PageBody>
  )
}
