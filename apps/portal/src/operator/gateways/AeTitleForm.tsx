/** The AE title under which an institution is called is set. */
import { Button, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type DicomInstitution, setAeTitle } from '../../api/gateways.ts'
import card from '../Card.module.css'
import { StaffProblem } from '../StaffProblem.tsx'
import classes from './InstitutionCard.module.css'

interface AeTitleFormProps {
  readonly institution: DicomInstitution
  readonly onKept: (aeTitle: string) => void | Promise<void>
  readonly onCancel: () => void
}

export function AeTitleForm({ institution, onKept, onCancel }: AeTitleFormProps) {
  const { t } = useTranslation('gateways')
  const [aeTitle, setTitle] = useState(institution.aeTitle)
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), [])
  const keep = useMutation({
    mutationFn: () => setAeTitle(institution.id, aeTitle.trim()),
    onSuccess: () => onKept(aeTitle.trim()),
  })

  function submit(event: FormEvent) {
    event.preventDefault()
    keep.mutate()
  }

  return (
    <form noValidate onSubmit={submit}>
      <TextInput
        ref={field}
        size="md"
        maxLength={16}
        spellCheck={false}
        autoComplete="off"
        classNames={{ input: classes.mono ?? '' }}
        label={t('calledTitle', { name: institution.name })}
        description={t('calledTitleHint')}
        value={aeTitle}
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
      {keep.error ? <StaffProblem error={keep.error} /> : null}
      <div className={card.buttons}>
        <Button type="submit" size="md" loading={keep.isPending}>
          {t('keep')}
        </Button>
        <Button variant="default" size="md" onClick={onCancel}>
          {t('cancel')}
        </Button>
      </div>
    </form>
  )
}
