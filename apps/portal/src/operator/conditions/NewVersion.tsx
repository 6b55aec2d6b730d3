/** A new version is written: both languages, begun from the version before, and the day from which it holds. */
import { Button, Textarea, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type ConditionsTexts, publishConditions } from '../../api/conditions-versions.ts'
import { beginOf } from '../../format/days.ts'
import card from '../Card.module.css'
import { StaffProblem } from '../StaffProblem.tsx'
import classes from './ConditionsVersions.module.css'
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
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const publish = useMutation({
    mutationFn: () => publishConditions(beginOf(day), texts),
    onSuccess: ({ version }) => onPublished(version),
  })

  function submit(event: FormEvent) {
    event.preventDefault()
    const found: Field[] = []
    if (day === '' || new Date(beginOf(day)) <= new Date()) found.push('day')
    found.push(...faultyTexts(texts, latest))
    setFaults(found)
    if (found.length === 0) publish.mutate()
    else requestAnimationFrame(() => document.getElementById(`${ids}${found[0]}`)?.focus())
  }

  return (
    <form noValidate onSubmit={submit} className={`${card.card} ${classes.form}`}>
      <h2 ref={heading} tabIndex={-1}>
        {t('new')}
      </h2>
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
      {(['cs', 'en'] as const).map((language) => (
        <Textarea
          key={language}
          id={`${ids}${language}`}
          size="md"
          rows={12}
          maxLength={100_000}
          lang={language}
          label={t(`text.${language}`)}
          description={t('textHint')}
          value={texts[language]}
          onChange={(event) => {
            const written = event.currentTarget.value
            setTexts((before) => ({ ...before, [language]: written }))
          }}
          error={faults.includes(language) ? t('fault.text') : undefined}
        />
      ))}
      {publish.error ? <StaffProblem error={publish.error} /> : null}
      <div className={card.buttons}>
        <Button type="submit" size="md" loading={publish.isPending}>
          {t('publish')}
        </Button>
        <Button variant="default" size="md" onClick={onCancel}>
          {t('cancel')}
        </Button>
      </div>
    </form>
  )
}
