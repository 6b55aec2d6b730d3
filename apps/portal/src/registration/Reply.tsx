/** The applicant's side of the dialogue. */
import { Button, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { sayAbout } from '../api/registrations.ts'
import { ProblemNotice } from '../layout/ProblemNotice.tsx'
import classes from './Request.module.css'

interface ReplyProps {
  readonly id: string
  readonly secret: string
  readonly isAnswer: boolean
}

export function Reply({ id, secret, isAnswer }: ReplyProps) {
  const { t } = useTranslation('registration')
  const queries = useQueryClient()
  const [words, setWords] = useState('')
  const [isMissing, setMissing] = useState(false)
  const field = useRef<HTMLTextAreaElement>(null)
  const { mutate, error, isPending, isSuccess } = useMutation({
    mutationFn: () => sayAbout(id, secret, words.trim()),
    onSuccess: async () => {
      setWords('')
      await queries.invalidateQueries({ queryKey: ['registration', id] })
    },
  })

  function submit(event: FormEvent) {
    event.preventDefault()
    const isEmpty = words.trim() === ''
    setMissing(isEmpty)
    if (isEmpty) field.current?.focus()
    else if (!isPending) mutate()
  }

  return (
    <form onSubmit={submit} noValidate className={classes.reply}>
      <h2>{t(isAnswer ? 'reply.answerTitle' : 'reply.title')}</h2>
      <Textarea
        ref={field}
        size="md"
        rows={4}
        maxLength={4000}
        label={t('reply.label')}
        error={isMissing ? t('fault.required') : undefined}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      {error ? <ProblemNotice error={error} /> : null}
      <p role="status">{isSuccess && words === '' ? t('reply.sent') : ''}</p>
      <Button type="submit" size="md" loading={isPending} className={classes.send}>
        {t('reply.send')}
      </Button>
    </form>
  )
}
