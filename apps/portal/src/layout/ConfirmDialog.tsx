/** Asks before something that cannot be taken back. A native dialog: focus, Escape, inert page behind. */
import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useEffect, useId, useRef } from 'react'
import classes from './ConfirmDialog.module.css'
import { ProblemNotice } from './ProblemNotice.tsx'

export interface ConfirmDialogProps<Answer> {
  readonly title: string
  readonly children: ReactNode
  readonly keepLabel: string
  readonly confirmLabel: string
  readonly icon?: ReactNode
  readonly tone?: 'red' | 'blue'
  /** What it throws is shown in the dialog, which then stays open. */
  readonly onConfirm: () => Promise<Answer>
  /** It has happened, and the dialog is closed. */
  readonly onDone?: (answer: Answer) => void | Promise<void>
  readonly onClose: () => void
  /** How a refusal is shown, when it is not as everywhere. */
  readonly problem?: (error: unknown) => ReactNode
}

export function ConfirmDialog<Answer>(props: ConfirmDialogProps<Answer>) {
  const { title, children, keepLabel, confirmLabel, icon, tone = 'red', onConfirm, onDone, onClose } = props
  const { problem = (error: unknown) => <ProblemNotice error={error} /> } = props
  const dialog = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  const confirm = useMutation({
    mutationFn: onConfirm,
    onSuccess: async (answer) => {
      // First closed: behind an open dialog nothing can take the focus.
      dialog.current?.close()
      await onDone?.(answer)
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
      {confirm.error ? problem(confirm.error) : null}
      <div className={classes.buttons}>
        <Button variant="default" size="md" onClick={() => dialog.current?.close()}>
          {keepLabel}
        </Button>
        <Button
          color={tone}
          size="md"
          leftSection={icon}
          loading={confirm.isPending}
          onClick={() => confirm.mutate()}
        >
          {confirmLabel}
        </Button>
      </div>
    </dialog>
  )
}
