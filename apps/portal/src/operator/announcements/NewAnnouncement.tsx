/** An announcement is written: what it says in both languages, and from when to when. */
import { Button, Textarea, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { announce } from '../../api/announcements.ts'
import card from '../Card.module.css'
import { StaffProblem } from '../StaffProblem.tsx'
import classes from './Announcements.module.css'
import { type AnnouncementFields, type Field, faultyFields } from './faulty-fields.ts'

interface NewAnnouncementProps {
  readonly onAnnounced: () => void | Promise<void>
  readonly onCancel: () => void
}

export function NewAnnouncement({ onAnnounced, onCancel }: NewAnnouncementProps) {
  const { t } = useTranslation('announcements')
  const ids = useId()
  const [fields, setFields] = useState<AnnouncementFields>({ from: '', to: '', cs: '', en: '' })
  const [faults, setFaults] = useState<readonly Field[]>([])
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const publish = useMutation({
    mutationFn: ({ from, to, cs, en }: AnnouncementFields) =>
      announce({
        from: new Date(from).toISOString(),
        to: new Date(to).toISOString(),
        texts: { cs: cs.trim(), en: en.trim() },
      }),
    onSuccess: onAnnounced,
  })
  const change = (field: Field) => (event: { currentTarget: { value: string } }) => {
    const { value } = event.currentTarget
    setFields((before) => ({ ...before, [field]: value }))
  }

  function submit(event: FormEvent) {
    event.preventDefault()
    const found = faultyFields(fields, new Date())
    setFaults(found)
    if (found.length === 0) publish.mutate(fields)
    else requestAnimationFrame(() => document.getElementById(`${ids}${found[0]}`)?.focus())
  }

  return (
    <form noValidate onSubmit={submit} className={`${card.card} ${classes.form}`}>
      <h2 ref={heading} tabIndex={-1}>
        {t('new')}
      </h2>
      <div className={classes.times}>
        {(['from', 'to'] as const).map((field) => (
          <TextInput
            key={field}
            id={`${ids}${field}`}
            size="md"
            type="datetime-local"
            label={t(`field.${field}`)}
            value={fields[field]}
            onChange={change(field)}
            error={faults.includes(field) ? t(`fault.${field}`) : undefined}
          />
        ))}
      </div>
      {(['cs', 'en'] as const).map((language) => (
        <Textarea
          key={language}
          id={`${ids}${language}`}
          size="md"
          rows={3}
          maxLength={1000}
          lang={language}
          label={t(`field.${language}`)}
          description={t('textHint')}
          value={fields[language]}
          onChange={change(language)}
          error={faults.includes(language) ? t('fault.text') : undefined}
        />
      ))}
      {publish.error ? <StaffProblem error={publish.error} /> : null}
      <div className={card.buttons}>
        <Button type="submit" size="md" loading={publish.isPending}>
          {t('announce')}
        </Button>
        <Button variant="default" size="md" onClick={onCancel}>
          {t('cancel')}
        </Button>
      </div>
    </form>
  )
}
