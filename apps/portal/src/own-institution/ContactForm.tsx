/** One contact of the directory. */
import { Button, TextInput } from '@mantine/core'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { NewContact } from '../api/own-institution.ts'
import type { Contact } from '../api/types.ts'
import { isEmail } from './is-email.ts'
import classes from './OwnInstitutionPage.module.css'

interface ContactFormProps {
  readonly contact: Contact | undefined
  readonly isSaving: boolean
  /** The centre could not read the number. */
  readonly isPhoneRefused: boolean
  readonly onSave: (contact: NewContact) => void
  readonly onCancel: () => void
}

const fields = [
  { name: 'name', type: 'text', maxLength: 200 },
  { name: 'function', type: 'text', maxLength: 100 },
  { name: 'email', type: 'email', maxLength: 254 },
  { name: 'phone', type: 'tel', maxLength: 50 },
] as const

export function ContactForm({ contact, isSaving, isPhoneRefused, onSave, onCancel }: ContactFormProps) {
  const { t } = useTranslation('people')
  const form = useRef<HTMLFormElement>(null)
  const [wrong, setWrong] = useState<readonly string[]>([])
  // The button that opened it is gone from the page; the focus must not be lost with it.
  useEffect(() => form.current?.querySelector('input')?.focus(), [])
  useEffect(() => {
    if (isPhoneRefused) form.current?.querySelector<HTMLInputElement>('[name=phone]')?.focus()
  }, [isPhoneRefused])
  const faultOf = (name: (typeof fields)[number]['name']) => {
    if (name === 'phone') return isPhoneRefused ? t('contacts.wrong.phone') : undefined
    return wrong.includes(name) ? t(`contacts.wrong.${name === 'name' ? 'name' : 'email'}`) : undefined
  }

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const data = new FormData(event.currentTarget)
    const read = (name: string) => String(data.get(name)).trim() || null
    const [name, email] = [read('name'), read('email')]
    const lacks = [...(name === null ? ['name'] : []), ...(email === null || isEmail(email) ? [] : ['email'])]
    setWrong(lacks)
    if (name === null || lacks.length > 0) {
      event.currentTarget.querySelector<HTMLInputElement>(`[name=${lacks[0]}]`)?.focus()
      return
    }
    onSave({ name, function: read('function'), email, phone: read('phone') })
  }

  return (
    <form ref={form} className={classes.form} onSubmit={submit} noValidate aria-label={t('contacts.form')}>
      {fields.map(({ name, type, maxLength }) => (
        <TextInput
          key={name}
          size="md"
          name={name}
          type={type}
          maxLength={maxLength}
          autoComplete="off"
          defaultValue={contact?.[name] ?? ''}
          label={t(`contacts.field.${name}`)}
          error={faultOf(name)}
        />
      ))}
      <div className={`${classes.whole} ${classes.actions}`}>
        <Button type="submit" size="md" loading={isSaving}>
          {t('contacts.save')}
        </Button>
        <Button variant="default" size="md" onClick={onCancel}>
          {t('contacts.cancel')}
        </Button>
      </div>
    </form>
  )
}
