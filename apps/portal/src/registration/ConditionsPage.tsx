/** The conditions of participation in force, on a page of their own. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { conditionsQuery } from '../api/registrations.ts'
import { languageOf } from '../i18n/languages.ts'
import { PageBody } from '../layout/PageBody.tsx'
import { PageTitle } from '../layout/PageTitle.tsx'
import { ProblemNotice } from '../layout/ProblemNotice.tsx'
import { ConditionsText } from './ConditionsText.tsx'
import classes from './Request.module.css'

export function ConditionsPage() {
  const { t, i18n } = useTranslation('registration')
  const { data, error, refetch } = useQuery(conditionsQuery(languageOf(i18n.language)))
  return (
    <PageBody width="reading">
      <PageTitle
        title={t('conditions.title')}
        lead={data === undefined ? undefined : t('conditions.version', { version: data.version })}
      />
      {error ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {data === undefined ? null : (
        <div lang={data.language}>
          <ConditionsText text={data.text} />
        </div>
      )}
      <p className={classes.after}>
        <Link to="/registration/new">{t('conditions.toForm')}</Link>
      </p>
    </PageBody>
  )
}
