/** In which language the institution's people and contacts are written to, unless they have set their own. */
import { NativeSelect } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { mailLanguageQuery, setMailLanguage } from '../api/own-institution.ts'
import { type Language, languageNames, languageOf, languages } from '../i18n/languages.ts'
import { ProblemNotice } from '../layout/ProblemNotice.tsx'
import classes from './OwnInstitutionPage.module.css'

export function MailLanguage({ institutionId }: { readonly institutionId: string }) {
  const { t } = useTranslation('people')
  const queries = useQueryClient()
  const { data, error, refetch } = useQuery(mailLanguageQuery(institutionId))
  const save = useMutation({
    mutationFn: (language: Language) => setMailLanguage(institutionId, language),
    onSuccess: (_, language) =>
      queries.setQueryData(mailLanguageQuery(institutionId).queryKey, () => language),
  })
  return (
    <section className={classes.part} aria-labelledby="mail-language">
      <h2 id="mail-language">{t('mailLanguage.title')}</h2>
      <p className={classes.lead}>{t('mailLanguage.lead')}</p>
      {error ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {data === undefined ? null : (
        <NativeSelect
          size="md"
          className={classes.one}
          label={t('mailLanguage.label')}
          value={data}
          disabled={save.isPending}
          data={languages.map((value) => ({ value, label: languageNames[value] }))}
          onChange={(event) => save.mutate(languageOf(event.currentTarget.value))}
        />
      )}
      {save.error ? <ProblemNotice error={save.error} /> : null}
      <p role="status" className={save.isSuccess ? classes.said : undefined}>
        {save.isSuccess ? t('mailLanguage.saved') : ''}
      </p>
    </section>
  )
}
