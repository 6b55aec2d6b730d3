/** Asks before the data of a message is deleted from the mailbox. A native dialog: focus, Escape, inert page behind. */
import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useId, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { deleteMessageData } from '../api/messages.ts'
import type { MessageSummary } from '../api/types.ts'
import { TrashIcon } from '../icons/icons.tsx'
import { ProblemNotice } from '../layout/ProblemNotice.tsx'
import classes from './DeleteDialog.module.css'

interface DeleteDialogProps {
  readonly message: Pick<MessageSummary, 'id' | 'subject' | 'sender'>
  readonly onClose: () => void
}

export function DeleteDialog({ message, onClose }: DeleteDialogProps) {
  const { t } = useTranslation('messages')
  const dialog = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  const queries = useQueryClient()
  const remove = useMutation({
    mutationFn: () => deleteMessageData(message.id),
    onSuccess: async () => {
      await Promise.all([
        queries.invalidateQueries({ queryKey: ['messages'] }),
        queries.invalidateQueries({ queryKey: ['message', message.id] }),
      ])
      dialog.current?.close()
    },
  })
  useEffect(() => {
    const element = dialog.current
    element?.showModal()
    return () => element?.close()
  }, [])
  return (
    <dialog ref={dialog} className={classes.dialog} aria-labelledby={titleId} onClose={onClose}>
      <h2 id={titleId}>{t('deleteDialog.title')}</h2>
      <p>
        {t('deleteDialog.which', { subject: message.subject || t('noSubject'), sender: message.sender.name })}
      </p>
      <p>{t('deleteDialog.text')}</p>
      {remove.error ? <ProblemNotice error={remove.error} /> : null}
      <div className={classes.buttons}>
        <Button variant="default" size="md" onClick={() => dialog.current?.close()}>
          {t('deleteDialog.keep')}
        </Button>
        <Button
          color="red"
          size="md"
          leftSection={<TrashIcon />}
          loading={remove.isPending}
          onClick={() => remove.mutate()}
        >
          {t('deleteDialog.delete')}
        </Button>
      </div>
    </dialog>
  )
}
