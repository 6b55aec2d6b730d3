/** The form of a new message. */
import { Button, Checkbox, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { NewMessage } from '../api/messages.ts'
import { useSession } from '../api/session.ts'
import type { Party } from '../api/types.ts'
import { SendIcon, WarningIcon } from '../icons/icons.tsx'
import { marked } from '../layout/marked.ts'
import { addItems, type ChosenItem } from './chosen-item.ts'
import { FileChooser } from './FileChooser.tsx'
import { RecipientPicker } from './RecipientPicker.tsx'
import classes from './SendForm.module.css'
import { type PlannedUpload, planUploads } from './upload-plan.ts'

interface SendFormProps {
  readonly recipients: readonly Party[]
  readonly onSend: (message: Omit<NewMessage, 'uploads'>, uploads: readonly PlannedUpload[]) => void
}

export function SendForm({ recipients: first, onSend }: SendFormProps) {
  const { t } = useTranslation('sending')
  const session = useSession()
  const [recipients, setRecipients] = useState(first)
  const [items, setItems] = useState<readonly ChosenItem[]>([])
  const [missing, setMissing] = useState<readonly ('recipients' | 'files')[]>([])
  const notice = useRef<HTMLDivElement>(null)

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const lacks: ('recipients' | 'files')[] = []
    if (recipients.length === 0) lacks.push('recipients')
    if (items.length === 0) lacks.push('files')
    setMissing(lacks)
    if (lacks.length > 0) {
      requestAnimationFrame(() => notice.current?.focus())
      return
    }
    const fields = new FormData(event.currentTarget)
    onSend(
      {
        recipients: recipients.map(({ id }) => id),
        subject: textOf(fields, 'subject'),
        note: textOf(fields, 'note'),
        urgent: fields.has('urgent'),
        allOrNothing: fields.has('allOrNothing'),
      },
      planUploads(items),
    )
  }

  return (
    <form onSubmit={submit} noValidate className={classes.form}>
      {missing.length > 0 ? (
        <div ref={notice} tabIndex={-1} className={classes.missing} role="alert">
          <WarningIcon />
          <ul>
            {missing.map((what) => (
              <li key={what}>
                <a href={`#${what}`}>{t(`missing.${what}`)}</a>
              </li>
            ))}
          </ul>
        </div>
      ) : null}

      <section className={classes.part}>
        <h2>{t('recipients.title')}</h2>
        <RecipientPicker
          chosen={recipients}
          onChange={setRecipients}
          invalid={missing.includes('recipients')}
        />
      </section>

      <section className={classes.part}>
        <h2>{t('files.title')}</h2>
        <FileChooser
          items={items}
          onAdd={(added) => {
            setItems((before) => addItems(before, added))
            setMissing((before) => before.filter((what) => what !== 'files'))
          }}
          onRemove={(key) => setItems((before) => before.filter((item) => item.key !== key))}
        />
      </section>

      <section className={classes.part}>
        <h2>{t('words.title')}</h2>
        <div className={classes.fields}>
          <TextInput
            size="md"
            name="subject"
            maxLength={200}
            label={t('words.subject')}
            description={t('words.subjectHint')}
          />
          <Textarea size="md" name="note" rows={4} maxLength={10_000} label={t('words.note')} />
          <Checkbox size="md" name="urgent" label={t('words.urgent')} description={t('words.urgentHint')} />
          <Checkbox
            size="md"
            name="allOrNothing"
            label={t('words.allOrNothing')}
            description={t('words.allOrNothingHint')}
          />
        </div>
      </section>

      {session?.institution && session.institutions.length > 1 ? (
        <p>{marked(t('inTheName', { name: session.institution.name }), { b: <b /> })}</p>
      ) : null}
      <div className={classes.actions}>
        <Button type="submit" size="lg" leftSection={<SendIcon />}>
          {t('send')}
        </Button>
        <p>{t('sendHint')}</p>
      </div>
    </form>
  )
}

function textOf(fields: FormData, name: string): string {
  const value = fields.get(name)
  return typeof value === 'string' ? value.trim() : ''
}
