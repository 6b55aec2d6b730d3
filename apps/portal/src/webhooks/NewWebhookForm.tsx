/** An address and what it is to be called about; what is added tells its secret once. */
import { Button, Checkbox, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addWebhook, HAPPENINGS, type NewWebhook } from '../api/webhooks.ts'
import { PlusIcon } from '../icons/icons.tsx'
import { ProblemNotice } from '../layout/ProblemNotice.tsx'
import classes from '../own-institution/OwnInstitutionPage.module.css'

interface NewWebhookFormProps {
  readonly institutionId: string
  readonly onAdded: () => Promise<unknown>
}

export function NewWebhookForm({ institutionId, onAdded }: NewWebhookFormProps) {
  const { t } = useTranslation('webhooks')
  const form = useRef<HTMLFormElement>(null)
  const [wrong, setWrong] = useState<'url' | 'happenings'>()
  const add = useMutation({
    mutationFn: (webhook: NewWebhook) => addWebhook(institutionId, webhook),
    onSuccess: async () => {
      form.current?.reset()
      await onAdded()
    },
  })

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const fields = new FormData(event.currentTarget)
    const url = String(fields.get('url')).trim()
    const happenings = HAPPENINGS.filter((each) => fields.getAll('happening').includes(each))
    const lacks =
      URL.parse(url)?.protocol !== 'https:' ? 'url' : happenings.length === 0 ? 'happenings' : undefined
    setWrong(lacks)
    if (lacks === undefined) return add.mutate({ url, happenings })
    const field = lacks === 'url' ? '[name=url]' : '[name=happening]'
    event.currentTarget.querySelector<HTMLInputElement>(field)?.focus()
  }

  return (
    <form ref={form} className={classes.form} onSubmit={submit} noValidate aria-labelledby="new-webhook">
      <h3 id="new-webhook">{t('new.title')}</h3>
      <div className={classes.whole}>
        <TextInput
          size="md"
          name="url"
          type="url"
          maxLength={2000}
          autoComplete="off"
          label={t('new.url')}
          description={t('new.urlHint')}
          error={wrong === 'url' ? t('new.urlWrong') : undefined}
        />
      </div>
      <Checkbox.Group
        className={classes.whole}
        size="md"
        label={t('new.happenings')}
        error={wrong === 'happenings' ? t('new.happeningsMissing') : undefined}
      >
        {HAPPENINGS.map((each) => (
          <Checkbox
            key={each}
            size="md"
            mt="xs"
            name="happening"
            value={each}
            label={t(`happening.${each.replace('.', '-')}`)}
          />
        ))}
      </Checkbox.Group>
      {add.error ? (
        <div className={classes.whole}>
          <ProblemNotice error={add.error} />
        </div>
      ) : null}
      <div className={classes.whole}>
        <Button type="submit" variant="outline" size="md" leftSection={<PlusIcon />} loading={add.isPending}>
          {t('new.add')}
        </Button>
        <p role="status" className={add.data ? classes.said : undefined}>
          {add.data ? (
            <>
              {t('new.added')} <code>{add.data.secret}</code>
            </>
          ) : null}
        </p>
      </div>
    </form>
  )
}
