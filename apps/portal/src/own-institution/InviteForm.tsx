/** Whom to invite, as what, and in which language the mail is. */
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { invite, type NewInvitation } from '../api/own-institution.ts'
import { languageNames, languageOf, languages } from '../i18n/languages.ts'
import { MailIcon } from '../icons/icons.tsx'
import { ProblemNotice } from '../layout/ProblemNotice.tsx'
import { isEmail } from './is-email.ts'
import classes from './OwnInstitutionPage.module.css'

interface InviteFormProps {
  readonly institutionId: string
  readonly onInvited: () => Promise<unknown>
}

export function InviteForm({ institutionId, onInvited }: InviteFormProps) {
  const { t, i18n } = useTranslation('people')
  const form = useRef<HTMLFormElement>(null)
  const [wrong, setWrong] = useState<readonly ('name' | 'email')[]>([])
  const [said, setSaid] = useState('')
  const send = useMutation({
    mutationFn: (invitation: NewInvitation) => invite(institutionId, invitation),
    onSuccess: async (_, { email }) => {
      form.current?.reset()
      setSaid(t('invite.sent', { email }))
      await onInvited()
    },
  })

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    setSaid('')
    const fields = new FormData(event.currentTarget)
    const [name, email] = [String(fields.get('name')).trim(), String(fields.get('email')).trim()]
    const lacks = [...(name === '' ? ['name' as const] : []), ...(isEmail(email) ? [] : ['email' as const])]
    setWrong(lacks)
    const [first] = lacks
    if (first !== undefined) {
      event.currentTarget.querySelector<HTMLInputElement>(`[name=${first}]`)?.focus()
      return
    }
    const role = fields.get('role') === 'representative' ? 'representative' : 'specialist'
    const language = languageOf(String(fields.get('language')))
    send.mutate({ name, email, role, language })
  }

  return (
    <form ref={form} className={classes.form} onSubmit={submit} noValidate aria-labelledby="invite">
      <h3 id="invite">{t('invite.title')}</h3>
      <TextInput
        size="md"
        name="name"
        maxLength={200}
        autoComplete="off"
        label={t('invite.name')}
        error={wrong.includes('name') ? t('invite.nameMissing') : undefined}
      />
      <TextInput
        size="md"
        name="email"
        type="email"
        maxLength={254}
        autoComplete="off"
        label={t('invite.email')}
        error={wrong.includes('email') ? t('invite.emailWrong') : undefined}
      />
      <NativeSelect
        size="md"
        name="role"
        label={t('column.role')}
        description={t('invite.roleHint')}
        data={[
          { value: 'specialist', label: t('role.specialist') },
          { value: 'representative', label: t('role.representative') },
        ]}
      />
      <NativeSelect
        size="md"
        name="language"
        label={t('invite.language')}
        description={t('invite.languageHint')}
        defaultValue={i18n.language}
        data={languages.map((value) => ({ value, label: languageNames[value] }))}
      />
      {send.error ? (
        <div className={classes.whole}>
          <ProblemNotice error={send.error} />
        </div>
      ) : null}
      <div className={classes.whole}>
        <Button type="submit" size="md" leftSection={<MailIcon />} loading={send.isPending}>
          {t('invite.send')}
        </Button>
        <p role="status" className={said === '' ? undefined : classes.said}>
          {said}
        </p>
      </div>
    </form>
  )
}
