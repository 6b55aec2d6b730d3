/** The frame of a form by which something is published to everybody; it takes the focus when it opens. */
import { Button } from '@mantine/core'
import { type ReactNode, useEffect, useRef } from 'react'
import card from '../Card.module.css'
import { StaffProblem } from '../StaffProblem.tsx'
import classes from './Publishing.module.css'

interface PublishingFormProps {
  readonly title: string
  readonly children: ReactNode
  readonly publishLabel: string
  readonly cancelLabel: string
  readonly isPending: boolean
  readonly error: Error | null
  readonly onPublish: () => void
  readonly onCancel: () => void
}

export function PublishingForm(props: PublishingFormProps) {
  const { title, children, publishLabel, cancelLabel, isPending, error, onPublish, onCancel } = props
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        onPublish()
      }}
      className={`${card.card} ${classes.form}`}
    >
      <h2 ref={heading} tabIndex={-1}>
        {title}
      </h2>
      {children}
      {error ? <StaffProblem error={error} /> : null}
      <div className={card.buttons}>
        <Button type="submit" size="md" loading={isPending}>
          {publishLabel}
        </Button>
        <Button variant="default" size="md" onClick={onCancel}>
          {cancelLabel}
        </Button>
      </div>
    </form>
  )
}
