/** The mail with the private link, once more. What is answered does not tell whether there is a request. */
import { Button, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { sendLinksAgain } from '../api/registrations.ts'
import { ProblemNotice } from '../layout/ProblemNotice.tsx'
import { isEmail } from '../own-institution/is-email.ts'
import classes from './Request.module.css'

interface SendAgainProps {
  /** Undefined: it is asked for. */
  readonly email?: string
}

export function SendAgain({ email }: SendAgainProps) {
  const { t } = useTranslation('registration')
  const [typed, setTyped] = useState('')
  const [fault, setFault] = useState<'required' | 'invalid-email'>()
  const field = useRef<HTMLInputElement>(null)
  const { mutate, error, isPending, isSuccess } = useMutation({ mutationFn: sendLinksAgain })
  const address = email ?? typed.trim()

  function submit(event: FormEvent) {
    event.preventDefault()
    const wrong = address === '' ? 'required' : isEmail(address) ? undefined : 'invalid-email'
    setFault(wrong)
    if (wrong !== undefined) field.current?.focus()
    else if (!isPending) mutate(address)
  }

  return (
    <form onSubmit={submit} noValidate className={classes.again}>
      {email === undefined ? (
        <TextInput
          ref={field}
          type="email"
          autoComplete="email"
          size="md"
          maxLength={254}
          label={t('again.email')}
          error={fault === undefined ? undefined : t(`fault.${fault}`)}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      ) : null}
      <Button type="submit" variant="outline" size="md" loading={isPending} className={classes.send}>
        {t('again.send')}
      </Button>
      {error ? <ProblemNotice error={error} /> : null}
      <p aria-live="polite">{isSuccess && !isPending ? t('again.done') : ''}</p>
    </form>
  )
}
