/** Asks before something that cannot be taken back. A native dialog: focus, Escape, inert page behind. */
import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useEffect, useId, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './ConfirmDialog.module.css'
import { StaffProblem } from './StaffProblem.tsx'

interface ConfirmDialogProps<Answer> {
  readonly title: string
  readonly children: ReactNode
  readonly confirm: string
  readonly tone?: 'red' | 'blue'
  readonly act: () => Promise<Answer>
  /** It has happened, and the dialog is closed. */
  readonly onDone: (answer: Answer) => void | Promise<void>
  readonly onClose: () => void
}

export function ConfirmDialog<Answer>(props: ConfirmDialogProps<Answer>) {
  const { title, children, confirm, tone = 'blue', act, onDone, onClose } = props
  const { t } = useTranslation('operator')
  const dialog = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  const action = useMutation({
    mutationFn: act,
    onSuccess: async (answer) => {
      // First closed: behind an open dialog nothing can take the focus.
      dialog.current?.close()
      await onDone(answer)
    },
  })
  useEffect(() => {
    const element = dialog.current
    element?.showModal()
    return () => element?.close()
  }, [])
  return (
    <dialog ref={dialog} className={classes.dialog} aria-labelledby={titleId} onClose={onClose}>
      <h2 id={titleId}>{title}</h2>
      {children}
      {action.error ? <StaffProblem error={action.error} /> : null}
      <div className={classes.buttons}>
        <Button variant="default" size="md" onClick={() => dialog.current?.close()}>
          {t('dialog.back')}
        </Button>
        <Button color={tone} size="md" loading={action.isPending} onClick={() => action.mutate()}>
          {confirm}
        </Button>
      </div>
    </dialog>
  )
}
