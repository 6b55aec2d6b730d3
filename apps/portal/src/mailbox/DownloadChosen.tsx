/**
 * The chosen messages as links, one for each: browsers let a page begin one download by itself and hold the others back,
 * and a page never learns whether one of them has ended.
 */
import { Button } from '@mantine/core'
import { useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Problem } from '../api/problem.ts'
import type { MessageSummary } from '../api/types.ts'
import { formatBytes } from '../format/sizes.ts'
import { DownloadIcon } from '../icons/icons.tsx'
import dialogClasses from '../layout/ConfirmDialog.module.css'
import { ProblemNotice } from '../layout/ProblemNotice.tsx'
import { DownloadLink } from '../messages/DownloadLink.tsx'
import classes from './Chosen.module.css'

interface DownloadChosenProps {
  readonly messages: readonly MessageSummary[]
  /** How many more are chosen, whose data is not here. */
  readonly others: number
  readonly onClose: () => void
}

export function DownloadChosen({ messages, others, onClose }: DownloadChosenProps) {
  const { t, i18n } = useTranslation('mailbox')
  const { t: tm } = useTranslation('messages')
  const dialog = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  const [shown] = useState(messages)
  const [problem, setProblem] = useState<Problem>()
  useEffect(() => {
    const element = dialog.current
    element?.showModal()
    return () => element?.close()
  }, [])
  const total = shown.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  return (
    <dialog ref={dialog} className={dialogClasses.dialog} aria-labelledby={titleId} onClose={onClose}>
      <h2 id={titleId}>{t('downloadChosen.title')}</h2>
      <p>{t('downloadChosen.text')}</p>
      <ul className={classes.list}>
        {shown.map((message) => {
          const subject = message.subject || tm('noSubject')
          return (
            <li key={message.id}>
              <DownloadLink
                messageId={message.id}
                className={classes.link}
                label={t('downloadNamed', { subject })}
                onProblem={setProblem}
              >
                <DownloadIcon size={18} />
                {subject}
              </DownloadLink>{' '}
              <span className={classes.size}>
                {message.sender.name}, {formatBytes(message.sizeBytes, i18n.language)}
              </span>
            </li>
          )
        })}
      </ul>
      <p>{t('downloadChosen.total', { size: formatBytes(total, i18n.language) })}</p>
      {others > 0 ? <p>{t('downloadChosen.none', { count: others })}</p> : null}
      {problem ? <ProblemNotice error={problem} /> : null}
      <div className={dialogClasses.buttons}>
        <Button variant="default" size="md" onClick={() => dialog.current?.close()}>
          {t('downloadChosen.close')}
        </Button>
      </div>
    </dialog>
  )
}
