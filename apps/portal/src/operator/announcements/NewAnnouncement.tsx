/** An announcement is written: what it says in both languages, and from when to when. */
import { TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { announce } from '../../api/announcements.ts'
import { BothLanguages } from '../publishing/BothLanguages.tsx'
import { PublishingForm } from '../publishing/PublishingForm.tsx'
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
  const publish = useMutation({
    mutationFn: ({ from, to, cs, en }: AnnouncementFields) =>
      announce({
        from: new Date(from).toISOString(),
        to: new Date(to).toISOString(),
        texts: { cs: cs.trim(), en: en.trim() },
      }),
    onSuccess: onAnnounced,
  })
  const change = (field: Field, value: string) => setFields((before) => ({ ...before, [field]: value }))

  function submit() {
    const found = faultyFields(fields, new Date())
    setFaults(found)
    if (found.length === 0) publish.mutate(fields)
    else requestAnimationFrame(() => document.getElementById(`${ids}${found[0]}`)?.focus())
  }

  return (
    <PublishingForm
      title={t('new')}
      publishLabel={t('announce')}
      cancelLabel={t('cancel')}
      isPending={publish.isPending}
      error={publish.error}
      onPublish={submit}
      onCancel={onCancel}
    >
      <div className={classes.times}>
        {(['from', 'to'] as const).map((field) => (
          <TextInput
            key={field}
            id={`${ids}${field}`}
            size="md"
            type="datetime-local"
            label={t(`field.${field}`)}
            value={fields[field]}
            onChange={(event) => change(field, event.currentTarget.value)}
            error={faults.includes(field) ? t(`fault.${field}`) : undefined}
          />
        ))}
      </div>
      <BothLanguages
        ids={ids}
        rows={3}
        maxLength={1000}
        labels={{ cs: t('field.cs'), en: t('field.en') }}
        hint={t('textHint')}
        texts={fields}
        onChange={change}
        isFaulty={(language) => faults.includes(language)}
        fault={t('fault.text')}
      />
    </PublishingForm>
  )
}
