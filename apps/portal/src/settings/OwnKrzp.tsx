/** One's number in the national register of health care workers: JTP's word is shown, without one it may be given. */
import { Button, TextInput } from '@mantine/core'
import type { FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Problem } from '../api/problem.ts'
import { type KnownSettings, useSaveSettings } from '../api/settings.ts'
import { ProblemNotice } from '../layout/ProblemNotice.tsx'
import classes from './SettingsPage.module.css'

export function OwnKrzp({ known }: { readonly known: KnownSettings['krzp'] }) {
  const { t } = useTranslation('settings')
  const save = useSaveSettings()
  const isMalformed = save.error instanceof Problem && save.error.code === 'invalid-krzp'

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const said = String(new FormData(event.currentTarget).get('krzp') ?? '').trim()
    save.mutate({ krzp: said === '' ? null : said })
  }

  return (
    <section>
      <h2>{t('krzp.title')}</h2>
      {known?.saidBy === 'jtp' ? (
        <p>{t('krzp.fromJtp', { number: known.number })}</p>
      ) : (
        <form onSubmit={submit} noValidate>
          <TextInput
            size="md"
            name="krzp"
            key={known?.number ?? ''}
            defaultValue={known?.number ?? ''}
            inputMode="numeric"
            autoComplete="off"
            maxLength={20}
            label={t('krzp.label')}
            description={t('krzp.hint')}
            error={isMalformed ? t('krzp.malformed') : null}
          />
          <Button type="submit" variant="outline" size="md" mt="sm" loading={save.isPending}>
            {t('krzp.save')}
          </Button>
        </form>
      )}
      <p role="status" className={classes.saved}>
        {save.isSuccess ? t('saved') : ''}
      </p>
      {save.error && !isMalformed ? <ProblemNotice error={save.error} /> : null}
    </section>
  )
}
