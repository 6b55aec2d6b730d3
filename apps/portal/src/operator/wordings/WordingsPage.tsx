/** Every mail that the centre sends, in every language: whether it says what the centre says by itself. */
import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { type WordingSummary, wordingsQuery } from '../../api/wordings.ts'
import { formatDateTime } from '../../format/dates.ts'
import { languageNames, languages } from '../../i18n/languages.ts'
import { Badge } from '../../layout/Badge.tsx'
import { PageTitle } from '../../layout/PageTitle.tsx'
import table from '../../layout/ResponsiveTable.module.css'
import { StaffProblem } from '../StaffProblem.tsx'
import classes from './Wordings.module.css'

export function WordingsPage() {
  const { t } = useTranslation('wordings')
  const { data, error, refetch } = useQuery(wordingsQuery)
  const names = [...new Set(data?.map(({ name }) => name))]
  return (
    <>
      <PageTitle title={t('title')} lead={t('lead')} />
      {error && !data ? <StaffProblem error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton height={320} /> : null}
      {data ? (
        <table className={table.table}>
          <caption hidden>{t('title')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('column.mail')}</th>
              {languages.map((language) => (
                <th key={language} scope="col" lang={language}>
                  {languageNames[language]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {names.map((name) => (
              <tr key={name}>
                <th scope="row">
                  <span className={classes.mail}>
                    {t(`name.${name}.title`)}
                    <span className={classes.when}>{t(`name.${name}.when`)}</span>
                  </span>
                </th>
                {data
                  .filter((wording) => wording.name === name)
                  .map((wording) => (
                    <td key={wording.language} data-label={languageNames[wording.language]}>
                      <Subject wording={wording} />
                    </td>
                  ))}
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
    </>
  )
}

function Subject({ wording }: { wording: WordingSummary }) {
  const { t, i18n } = useTranslation('wordings')
  const { name, language, subject, isOriginal, changedAt, changedBy } = wording
  return (
    <span className={classes.mail}>
      <Link to="/operator/wordings/$name/$language" params={{ name, language }} lang={language}>
        {subject}
      </Link>
      {isOriginal || changedAt === null ? null : (
        <span className={classes.when}>
          <Badge tone="new">{t('changed')}</Badge>{' '}
          {t('changedBy', {
            at: formatDateTime(changedAt, i18n.language),
            by: changedBy ?? t('somebody'),
          })}
        </span>
      )}
    </span>
  )
}
