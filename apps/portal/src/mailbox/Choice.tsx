/** Several messages at once: choosing those on the page, and what can be done with the chosen. */
import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { markMessages } from '../api/mailbox.ts'
import type { Box, MessageSummary } from '../api/types.ts'
import { MailIcon } from '../icons/icons.tsx'
import { DownloadIcon, TrashIcon } from '../icons/message-icons.tsx'
import { ProblemNotice } from '../layout/ProblemNotice.tsx'
import { standingOf } from '../messages/standing.ts'
import classes from './Choice.module.css'
import { DeleteChosen } from './DeleteChosen.tsx'
import { DownloadChosen } from './DownloadChosen.tsx'

interface ChoiceProps {
  readonly box: Box
  readonly messages: readonly MessageSummary[]
  readonly chosen: readonly MessageSummary[]
  readonly institutionId: string
  readonly onChoose: (messages: readonly MessageSummary[]) => void
}

export function Choice({ box, messages, chosen, institutionId, onChoose }: ChoiceProps) {
  const { t } = useTranslation('mailbox')
  const queries = useQueryClient()
  const [doing, setDoing] = useState<'delete' | 'download'>()
  const [said, setSaid] = useState('')
  const all = useRef<HTMLInputElement>(null)
  const isPart = chosen.length > 0 && chosen.length < messages.length
  useEffect(() => {
    if (all.current) all.current.indeterminate = isPart
  }, [isPart])

  const standings = chosen.map((message) => ({ message, standing: standingOf(message, institutionId) }))
  const those = (fits: (each: (typeof standings)[number]) => boolean) =>
    standings.filter(fits).map(({ message }) => message)
  const deletable = those(({ standing }) => standing.canDelete)
  const downloadable = those(({ standing }) => standing.canDownload)
  // What was never opened is unread by itself, and only opening it makes it read.
  const opened = those(({ standing }) => standing.canDelete && standing.received?.status !== 'delivered')
  const markable = opened.filter(({ unread }) => !unread)
  const marked = opened.filter(({ unread }) => unread)

  const mark = useMutation({
    mutationFn: (unread: boolean) =>
      markMessages(
        (unread ? markable : marked).map(({ id }) => id),
        unread,
      ),
    onSuccess: async ({ length }, unread) => {
      setSaid(t(unread ? 'choose.marked' : 'choose.unmarked', { count: length }))
      onChoose([])
      // The buttons go with the choice; the keyboard goes on from where choosing begins.
      all.current?.focus()
      await queries.invalidateQueries({ queryKey: ['messages'] })
    },
  })

  if (messages.length === 0) return null
  return (
    <div className={classes.choice}>
      <label className={classes.all}>
        <input
          ref={all}
          type="checkbox"
          checked={chosen.length === messages.length}
          onChange={(event) => {
            setSaid('')
            onChoose(event.currentTarget.checked ? messages : [])
          }}
        />
        {t('choose.all')}
      </label>
      <p role="status" className={classes.count}>
        {chosen.length > 0 ? t('choose.count', { count: chosen.length }) : said}
      </p>
      {chosen.length > 0 ? (
        <fieldset aria-label={t('choose.actions')} className={classes.actions}>
          {downloadable.length > 0 ? (
            <Button
              variant="default"
              leftSection={<DownloadIcon size={18} />}
              onClick={() => setDoing('download')}
            >
              {t('choose.download')}
            </Button>
          ) : null}
          {markable.length > 0 ? (
            <Button
              variant="default"
              leftSection={<MailIcon size={18} />}
              disabled={mark.isPending}
              onClick={() => mark.mutate(true)}
            >
              {t('choose.unread')}
            </Button>
          ) : null}
          {marked.length > 0 ? (
            <Button variant="default" disabled={mark.isPending} onClick={() => mark.mutate(false)}>
              {t('choose.read')}
            </Button>
          ) : null}
          {box === 'inbox' && deletable.length > 0 ? (
            <Button
              variant="outline"
              color="red"
              leftSection={<TrashIcon size={18} />}
              onClick={() => setDoing('delete')}
            >
              {t('choose.delete')}
            </Button>
          ) : null}
        </fieldset>
      ) : null}
      {mark.error ? <ProblemNotice error={mark.error} /> : null}
      {doing === 'download' ? (
        <DownloadChosen
          messages={downloadable}
          others={chosen.length - downloadable.length}
          onClose={() => setDoing(undefined)}
        />
      ) : null}
      {doing === 'delete' ? (
        <DeleteChosen
          messages={deletable}
          others={chosen.length - deletable.length}
          onDone={() => {
            onChoose([])
            all.current?.focus()
          }}
          onClose={() => setDoing(undefined)}
        />
      ) : null}
    </div>
  )
}
