/** For colleagues without that right: who invites, removes and changes, and how to reach them. */
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { representativesQuery } from '../api/own-institution.ts'
import { ProblemNotice } from '../layout/ProblemNotice.tsx'
import classes from './OwnInstitutionPage.module.css'

export function Representatives({ institutionId }: { institutionId: string }) {
  const { t } = useTranslation('people')
  const { data, error, refetch } = useQuery(representativesQuery(institutionId))
  return (
    <section className={classes.part} aria-labelledby="representatives">
      <h2 id="representatives">{t('representatives.title')}</h2>
      <p className={classes.lead}>{t('representatives.lead')}</p>
      {error ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {data?.length === 0 ? <p>{t('representatives.none')}</p> : null}
      {data !== undefined && data.length > 0 ? (
        <ul className={classes.cards}>
          {data.map(({ id, name, email }) => (
            <li key={id} className={classes.card}>
              <p className={classes.name}>{name}</p>
              {email === null ? null : (
                <p className={classes.cell}>
                  <a href={`mailto:${email}`}>{email}</a>
                </p>
              )}
            </li>
          ))}
        </ul>
      ) : null}
    </section>
  )
}
