/** A new version is written: both languages, begun from the version before, and the day from which it holds. */
import { TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type ConditionsTexts, publishConditions } from '../../api/conditions-versions.ts'
import { beginOf } from '../../format/days.ts'
import { BothLanguages } from '../publishing/BothLanguages.tsx'
import { PublishingForm } from '../publishing/PublishingForm.tsx'
import { faultyTexts } from './faulty-texts.ts'

type Field = 'day' | 'cs' | 'en'

interface NewVersionProps {
  readonly latest: ConditionsTexts | undefined
  readonly onPublished: (version: number) => void | Promise<void>
  readonly onCancel: () => void
}

export function NewVersion({ latest, onPublished, onCancel }: NewVersionProps) {
  const { t } = useTranslation('conditions')
  const ids = useId()
  const [day, setDay] = useState('')
  const [texts, setTexts] = useState<ConditionsTexts>({ cs: latest?.cs ?? '', en: latest?.en ?? '' })
  const [faults, setFaults] = useState<readonly Field[]>([])
  const publish = useMutation({
    mutationFn: () => publishConditions(beginOf(day), texts),
    onSuccess: ({ version }) => onPublished(version),
  })

  function submit() {
    const found: Field[] = []
    if (day === '' || new Date(beginOf(day)) <= new Date()) found.push('day')
    found.push(...faultyTexts(texts, latest))
    setFaults(found)
    if (found.length === 0) publish.mutate()
    else requestAnimationFrame(() => document.getElementById(`${ids}${found[0]}`)?.focus())
  }

  return (
    <PublishingForm
      title={t('new')}
      publishLabel={t('publish')}
      cancelLabel={t('cancel')}
      isPending={publish.isPending}
      error={publish.error}
      onPublish={submit}
      onCancel={onCancel}
    >
      <p>{t('stays')}</p>
      <TextInput
        id={`${ids}day`}
        size="md"
        type="date"
        label={t('day')}
        description={t('dayHint')}
        value={day}
        onChange={(event) => setDay(event.currentTarget.value)}
        error={faults.includes('day') ? t('fault.day') : undefined}
      />
      <BothLanguages
        ids={ids}
        rows={12}
        maxLength={100_000}
        labels={{ cs: t('text.cs'), en: t('text.en') }}
        hint={t('textHint')}
        texts={texts}
        onChange={(language, text) => setTexts((before) => ({ ...before, [language]: text }))}
        isFaulty={(language) => faults.includes(language)}
        fault={t('fault.text')}
      />
    </PublishingForm>
  )
}
