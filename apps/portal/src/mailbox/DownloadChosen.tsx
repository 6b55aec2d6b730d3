/**
 * The chosen messages, begun one after the other with one press, and as links for each: some browsers let a page begin one
 * download by itself and hold the others back until they are allowed to, and a page never learns whether one has ended.
 */
import { Button } from '@mantine/core'
import { useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { askForPackage, packageUrl } from '../api/messages.ts'
import { asProblem, type Problem } from '../api/problem.ts'
import type { MessageSummary } from '../api/types.ts'
import { formatBytes } from '../format/sizes.ts'
import { DownloadIcon } from '../icons/message-icons.tsx'
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
  const [begun, setBegun] = useState<ReadonlySet<string>>(new Set())
  const [isBeginning, setBeginning] = useState(false)
  const isOpen = useRef(true)
  useEffect(() => {
    const element = dialog.current
    isOpen.current = true
    element?.showModal()
    return () => {
      isOpen.current = false
      element?.close()
    }
  }, [])

  /** What one message is refused for keeps no other back. */
  async function downloadAll() {
    setBeginning(true)
    setProblem(undefined)
    setBegun(new Set())
    for (const { id } of shown) {
      try {
        await askForPackage(id)
        if (!isOpen.current) return
        begin(packageUrl(id))
        setBegun((before) => new Set([...before, id]))
      } catch (error) {
        setProblem(asProblem(error))
      }
    }
    setBeginning(false)
  }

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
                {begun.has(message.id) ? `, ${t('downloadChosen.begun')}` : null}
              </span>
            </li>
          )
        })}
      </ul>
      <p>{t('downloadChosen.total', { size: formatBytes(total, i18n.language) })}</p>
      {others > 0 ? <p>{t('downloadChosen.none', { count: others })}</p> : null}
      <p role="status">
        {begun.size > 0 ? t('downloadChosen.begunOf', { begun: begun.size, all: shown.length }) : null}
      </p>
      {problem ? <ProblemNotice error={problem} /> : null}
      <div className={dialogClasses.buttons}>
        <Button variant="default" size="md" onClick={() => dialog.current?.close()}>
          {t('downloadChosen.close')}
        </Button>
        <Button
          size="md"
          leftSection={<DownloadIcon />}
          loading={isBeginning}
          onClick={() => void downloadAll()}
        >
          {t('downloadChosen.all')}
        </Button>
      </div>
    </dialog>
  )
}

function begin(url: string): void {
  const link = document.createElement('a')
  link.href = url
  link.download = ''
  link.click()
}
