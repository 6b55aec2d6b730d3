/** Asks before the data of a message is deleted from the mailbox. */
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { deleteMessageData } from '../api/messages.ts'
import type { MessageSummary } from '../api/types.ts'
import { TrashIcon } from '../icons/message-icons.tsx'
import { ConfirmDialog } from '../layout/ConfirmDialog.tsx'

interface DeleteDialogProps {
  readonly message: Pick<MessageSummary, 'id' | 'subject' | 'sender'>
  readonly onClose: () => void
}

export function DeleteDialog({ message, onClose }: DeleteDialogProps) {
  const { t } = useTranslation('messages')
  const queries = useQueryClient()
  return (
    <ConfirmDialog
      title={t('deleteDialog.title')}
      keepLabel={t('deleteDialog.keep')}
      confirmLabel={t('deleteDialog.delete')}
      icon={<TrashIcon />}
      onConfirm={async () => {
        await deleteMessageData(message.id)
        await Promise.all([
          queries.invalidateQueries({ queryKey: ['messages'] }),
          queries.invalidateQueries({ queryKey: ['message', message.id] }),
        ])
      }}
      onClose={onClose}
    >
      <p>
        {t('deleteDialog.which', { subject: message.subject || t('noSubject'), sender: message.sender.name })}
      </p>
      <p>{t('deleteDialog.text')}</p>
    </ConfirmDialog>
  )
}
