/** To whom, which studies, with which words. */
import { Button, Checkbox, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Forwarding, forwardMessage } from '../api/forwarding.ts'
import type { Message, Party } from '../api/types.ts'
import { WarningIcon } from '../icons/icons.tsx'
import { ForwardIcon } from '../icons/message-icons.tsx'
import { ProblemNotice } from '../layout/ProblemNotice.tsx'
import { RecipientPicker } from '../sending/RecipientPicker.tsx'
import classes from '../sending/SendForm.module.css'
import { ForeseenForwarding } from './ForeseenForwarding.tsx'
import { StudyChoice } from './StudyChoice.tsx'

interface ForwardFormProps {
  readonly message: Message
  /** In whose name: another tab may choose another institution meanwhile. */
  readonly actingFor: string | undefined
}

type Lack = 'recipients' | 'studies'

export function ForwardForm({ message, actingFor }: ForwardFormProps) {
  const { t } = useTranslation(['forwarding', 'sending'])
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [recipients, setRecipients] = useState<readonly Party[]>([])
  const [leftOut, setLeftOut] = useState<ReadonlySet<string>>(new Set())
  const [missing, setMissing] = useState<readonly Lack[]>([])
  const notice = useRef<HTMLDivElement>(null)
  // The same request keeps its key, so that a lost answer does not forward twice.
  const asked = useRef({ request: '', key: '' })
  const forward = useMutation({
    mutationFn: (forwarding: Forwarding) => {
      const request = JSON.stringify(forwarding)
      if (asked.current.request !== request) asked.current = { request, key: crypto.randomUUID() }
      return forwardMessage(message.id, forwarding, asked.current.key, actingFor)
    },
    onSuccess: async ({ id }) => {
      await navigate({ to: '/messages/$id', params: { id } })
      await queries.invalidateQueries({ queryKey: ['messages'] })
    },
  })

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const studies = message.studies.filter(({ studyInstanceUid }) => !leftOut.has(studyInstanceUid))
    const lacks: Lack[] = []
    if (recipients.length === 0) lacks.push('recipients')
    if (studies.length === 0) lacks.push('studies')
    setMissing(lacks)
    if (lacks.length > 0) return void requestAnimationFrame(() => notice.current?.focus())
    const fields = new FormData(event.currentTarget)
    const text = (name: string) => String(fields.get(name) ?? '').trim()
    forward.mutate({
      recipients: recipients.map(({ id }) => id),
      subject: text('subject'),
      note: text('note'),
      urgent: fields.has('urgent'),
      ...(leftOut.size === 0 ? {} : { studies: studies.map(({ studyInstanceUid }) => studyInstanceUid) }),
    })
  }

  return (
    <form onSubmit={submit} noValidate className={classes.form}>
      {missing.length > 0 ? (
        <div ref={notice} tabIndex={-1} className={classes.missing} role="alert">
          <WarningIcon />
          <ul>
            {missing.map((what) => (
              <li key={what}>
                <a href={`#${what}`}>{t(`forwarding:missing.${what}`)}</a>
              </li>
            ))}
          </ul>
        </div>
      ) : null}
      <section className={classes.part}>
        <h2>{t('sending:recipients.title')}</h2>
        <RecipientPicker
          chosen={recipients}
          onChange={setRecipients}
          invalid={missing.includes('recipients')}
        />
      </section>
      <section className={classes.part} id="studies">
        <h2>{t('forwarding:what')}</h2>
        <StudyChoice
          studies={message.studies}
          legend={t('forwarding:studies')}
          leftOut={leftOut}
          onChange={setLeftOut}
        />
      </section>
      <ForeseenForwarding message={message} recipients={recipients} leftOut={leftOut} />
      <section className={classes.part}>
        <h2>{t('sending:words.title')}</h2>
        <div className={classes.fields}>
          <TextInput
            size="md"
            name="subject"
            maxLength={200}
            defaultValue={message.subject}
            label={t('sending:words.subject')}
            description={t('sending:words.subjectHint')}
          />
          <Textarea size="md" name="note" rows={4} maxLength={10_000} label={t('sending:words.note')} />
          <Checkbox
            size="md"
            name="urgent"
            label={t('sending:words.urgent')}
            description={t('sending:words.urgentHint')}
          />
        </div>
      </section>
      {forward.error ? <ProblemNotice error={forward.error} /> : null}
      <div className={classes.actions}>
        <Button type="submit" size="lg" leftSection={<ForwardIcon />} loading={forward.isPending}>
          {t('forwarding:send')}
        </Button>
        <p>{t('forwarding:hint')}</p>
      </div>
    </form>
  )
}
