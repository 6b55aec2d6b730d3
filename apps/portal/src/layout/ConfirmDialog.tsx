/** Asks before something that cannot be taken back. A native dialog: focus, Escape, inert page behind. */
import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useEffect, useId, useRef } from 'react'
import classes from './ConfirmDialog.module.css'
import { ProblemNotice } from './ProblemNotice.tsx'

interface ConfirmDialogProps {
  readonly title: string
  readonly children: ReactNode
  readonly keepLabel: string
  readonly confirmLabel: string
  readonly icon?: ReactNode
  /** What it throws is shown in the dialog, which then stays open. */
  readonly onConfirm: () => Promise<unknown>
  readonly onClose: () => void
}

export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, children, keepLabel, confirmLabel, icon, onConfirm, onClose } = props
  const dialog = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  const confirm = useMutation({ mutationFn: onConfirm, onSuccess: () => dialog.current?.close() })
  useEffect(() => {
    const element = dialog.current
    element?.showModal()
    return () => element?.close()
  }, [])
  return (
    <dialog ref={dialog} className={classes.dialog} aria-labelledby={titleId} onClose={onClose}>
      <h2 id={titleId}>{title}</h2>
      {children}
      {confirm.error ? <ProblemNotice error={confirm.error} /> : null}
      <div className={classes.buttons}>
        <Button variant="default" size="md" onClick={() => dialog.current?.close()}>
          {keepLabel}
        </Button>
        <Button
          color="red"
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
