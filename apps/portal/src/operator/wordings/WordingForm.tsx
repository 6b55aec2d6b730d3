/** Subject and text of a mail, with what they may be filled with. */
import { Button, Textarea, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useBlocker } from '@tanstack/react-router'
import { type FormEvent, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { asProblem } from '../../api/problem.ts'
import {
  changeWording,
  previewWording,
  restoreWording,
  tryWording,
  type Wording,
  type WordingDetail,
} from '../../api/wordings.ts'
import card from '../Card.module.css'
import { StaffDialog } from '../StaffDialog.tsx'
import { StaffProblem } from '../StaffProblem.tsx'
import { PlaceholderList } from './PlaceholderList.tsx'
import { Preview } from './Preview.tsx'
import { useFaultWords } from './use-fault-words.tsx'
import classes from './Wordings.module.css'

interface WordingFormProps {
  readonly detail: WordingDetail
  /** What is written on from. */
  readonly begun: Wording
  readonly onKept: (changed: WordingDetail) => Promise<void>
  readonly onRestored: (changed: WordingDetail) => Promise<void>
  readonly onTried: (to: string) => void
}

export function WordingForm({ detail, begun, onKept, onRestored, onTried }: WordingFormProps) {
  const { t } = useTranslation('wordings')
  const ids = useId()
  const { name, language, version, isOriginal, placeholders } = detail
  const key = { name, language }
  const [subject, setSubject] = useState(begun.subject)
  const [text, setText] = useState(begun.text)
  const [isRestoring, setRestoring] = useState(false)
  const area = useRef<HTMLTextAreaElement>(null)
  const wording = { subject, text }
  const isUnsaved = subject !== detail.subject || text !== detail.text
  useBlocker({
    shouldBlockFn: () => isUnsaved && !window.confirm(t('leave')),
    enableBeforeUnload: isUnsaved,
  })
  const onError = (error: unknown) => {
    const [first] = asProblem(error).faults
    if (first) requestAnimationFrame(() => document.getElementById(`${ids}${first.pointer}`)?.focus())
  }
  const keep = useMutation({
    mutationFn: () => changeWording(key, wording, version),
    onSuccess: onKept,
    onError,
  })
  const look = useMutation({ mutationFn: () => previewWording(key, wording), onError })
  const trial = useMutation({
    mutationFn: () => tryWording(key, wording),
    onSuccess: ({ to }) => onTried(to),
    onError,
  })
  // What was refused last; anything that is done since takes it away.
  const failed = [keep, look, trial].findLast(({ error }) => error !== null)
  const faultWords = useFaultWords(failed?.error)

  function begin(action: { readonly mutate: () => void }) {
    for (const other of [keep, look, trial]) other.reset()
    action.mutate()
  }

  function submit(event: FormEvent) {
    event.preventDefault()
    begin(keep)
  }

  function insert(placeholder: string) {
    const field = area.current
    if (field === null) return
    const { selectionStart: from, selectionEnd: to } = field
    setText((before) => before.slice(0, from) + placeholder + before.slice(to))
    requestAnimationFrame(() => {
      field.focus()
      field.setSelectionRange(from + placeholder.length, from + placeholder.length)
    })
  }

  return (
    <>
      <div className={classes.columns}>
        <form noValidate onSubmit={submit} className={`${card.card} ${classes.form}`}>
          <TextInput
            id={`${ids}/subject`}
            size="md"
            maxLength={200}
            lang={language}
            label={t('subject')}
            value={subject}
            onChange={(event) => setSubject(event.currentTarget.value)}
            error={faultWords('/subject')}
          />
          <Textarea
            ref={area}
            id={`${ids}/text`}
            size="md"
            rows={16}
            maxLength={10_000}
            lang={language}
            label={t('text')}
            description={t('textHint')}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            error={faultWords('/text')}
          />
          {failed?.error && asProblem(failed.error).faults.length === 0 ? (
            <StaffProblem error={failed.error} />
          ) : null}
          <div className={card.buttons}>
            <Button type="submit" size="md" loading={keep.isPending}>
              {t('keep')}
            </Button>
            <Button variant="outline" size="md" loading={look.isPending} onClick={() => begin(look)}>
              {t('preview.show')}
            </Button>
            <Button variant="outline" size="md" loading={trial.isPending} onClick={() => begin(trial)}>
              {t('try')}
            </Button>
            {isOriginal ? null : (
              <Button variant="default" size="md" onClick={() => setRestoring(true)}>
                {t('restore.open')}
              </Button>
            )}
          </div>
        </form>
        <PlaceholderList placeholders={placeholders} onInsert={insert} />
      </div>
      {look.data ? <Preview key={look.submittedAt} preview={look.data} language={language} /> : null}
      {isRestoring ? (
        <StaffDialog
          title={t('restore.title')}
          confirmLabel={t('restore.confirm')}
          onConfirm={() => restoreWording(key, version)}
          onDone={onRestored}
          onClose={() => setRestoring(false)}
        >
          <p>{t('restore.text')}</p>
        </StaffDialog>
      ) : null}
    </>
  )
}
