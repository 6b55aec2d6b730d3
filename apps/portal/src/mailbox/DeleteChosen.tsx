/** Asks once before the data of the chosen messages is deleted; what could not be deleted stays in the list. */
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { deleteMessageData } from '../api/messages.ts'
import type { MessageSummary } from '../api/types.ts'
import { formatBytes } from '../format/sizes.ts'
import { TrashIcon } from '../icons/message-icons.tsx'
import { ConfirmDialog } from '../layout/ConfirmDialog.tsx'
import { ProblemNotice } from '../layout/ProblemNotice.tsx'
import classes from './Chosen.module.css'

interface DeleteChosenProps {
  readonly messages: readonly MessageSummary[]
  /** How many more are chosen, whose data is not here. */
  readonly others: number
  readonly onDone: () => void
  readonly onClose: () => void
}

export function DeleteChosen({ messages, others, onDone, onClose }: DeleteChosenProps) {
  const { t, i18n } = useTranslation('mailbox')
  const { t: tm } = useTranslation('messages')
  const queries = useQueryClient()
  // As they were when it was asked; the page behind goes on living.
  const [left, setLeft] = useState(messages)

  async function deleteAll(): Promise<void> {
    const failed: MessageSummary[] = []
    let problem: unknown
    for (const message of left) {
      try {
        await deleteMessageData(message.id)
        void queries.invalidateQueries({ queryKey: ['message', message.id] })
      } catch (error) {
        failed.push(message)
        problem = error
      }
    }
    await queries.invalidateQueries({ queryKey: ['messages'] })
    if (failed.length === 0) return
    setLeft(failed)
    throw problem
  }

  return (
    <ConfirmDialog
      title={t('deleteChosen.title', { count: left.length })}
      keepLabel={tm('deleteDialog.keep')}
      confirmLabel={tm('deleteDialog.delete')}
      icon={<TrashIcon />}
      onConfirm={deleteAll}
      onDone={onDone}
      onClose={onClose}
      problem={(error) => (
        <>
          <p>{t('deleteChosen.left', { count: left.length })}</p>
          <ProblemNotice error={error} />
        </>
      )}
    >
      <ul className={classes.list}>
        {left.map((message) => (
          <li key={message.id}>
            {t('deleteChosen.item', {
              subject: message.subject || tm('noSubject'),
              sender: message.sender.name,
              size: formatBytes(message.sizeBytes, i18n.language),
            })}
          </li>
        ))}
      </ul>
      <p>{t('deleteChosen.text')}</p>
      {others > 0 ? <p>{t('deleteChosen.none', { count: others })}</p> : null}
    </ConfirmDialog>
  )
}
