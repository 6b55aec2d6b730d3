/** A transfer that its tab was closed over: which one, how it goes on, and how it is given up. */
import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatDateTime } from '../format/dates.ts'
import { formatBytes } from '../format/sizes.ts'
import { PlayIcon } from '../icons/message-icons.tsx'
import { ProblemNotice } from '../layout/ProblemNotice.tsx'
import { Answer } from '../looking/Answer.tsx'
import classes from './UnfinishedNotice.module.css'
import { giveUp } from './unfinished-query.ts'
import { namesOf, type UnfinishedTransfer } from './unfinished-transfer.ts'

interface UnfinishedNoticeProps {
  readonly transfer: UnfinishedTransfer
  /** Undefined: its files are not chosen yet. */
  readonly onResume: (() => void) | undefined
}

export function UnfinishedNotice({ transfer, onResume }: UnfinishedNoticeProps) {
  const { t, i18n } = useTranslation('unfinished')
  const queries = useQueryClient()
  const { begunAt, recipients, totalBytes, chosen, confirmed } = transfer
  const answerId = useId()
  const [isAnswered, setAnswered] = useState(confirmed === null)
  const [isAsked, setAsked] = useState(false)
  const discard = useMutation({
    mutationFn: () => giveUp(transfer),
    onSuccess: () => document.querySelector('h1')?.focus(),
    onSettled: () => queries.invalidateQueries({ queryKey: ['own', 'unfinished'] }),
  })
  function resume() {
    setAsked(true)
    if (isAnswered) onResume?.()
    else document.getElementById(answerId)?.focus()
  }
  const { names, more } = namesOf(chosen.files)
  const files = more > 0 ? t('andMore', { names: names.join(', '), count: more }) : names.join(', ')
  return (
    <section className={classes.notice} aria-label={t('title')}>
      <h2>{t('title')}</h2>
      <p>
        {t('which', {
          recipients: recipients.join(', '),
          at: formatDateTime(begunAt, i18n.language),
          size: formatBytes(totalBytes, i18n.language),
        })}
      </p>
      <p>
        {onResume
          ? t('same')
          : t(chosen.report === null ? 'choose' : 'chooseWithReport', {
              files,
              report: chosen.report?.path,
            })}
      </p>
      {onResume && confirmed ? (
        <Answer
          id={answerId}
          question={confirmed}
          severalText={t('several')}
          isAnswered={isAnswered}
          onAnswer={setAnswered}
          invalid={isAsked && !isAnswered}
        />
      ) : null}
      <div className={classes.actions}>
        {onResume ? (
          <Button size="md" leftSection={<PlayIcon />} onClick={resume}>
            {t('resume')}
          </Button>
        ) : null}
        <Button
          variant="subtle"
          color="red"
          size="md"
          loading={discard.isPending}
          onClick={() => discard.mutate()}
        >
          {t('discard')}
        </Button>
      </div>
      {discard.error ? <ProblemNotice error={discard.error} /> : null}
    </section>
  )
}
