/** A page of what operators publish to everybody: the way to write the next one, and those that there are. */
import { Button, Skeleton } from '@mantine/core'
import { type ReactNode, useRef, useState } from 'react'
import { PlusIcon } from '../../icons/icons.tsx'
import { PageTitle } from '../../layout/PageTitle.tsx'
import card from '../Card.module.css'
import { Done } from '../Done.tsx'
import { StaffProblem } from '../StaffProblem.tsx'
import classes from './Publishing.module.css'

export interface Writing {
  readonly onCancel: () => void
  /** It is published; what is said of it takes the focus. */
  readonly onPublished: (words: string) => void
}

interface PublishingPageProps<Item> {
  readonly title: string
  readonly lead: string
  readonly newLabel: string
  /** Undefined: not known yet. */
  readonly items: readonly Item[] | undefined
  readonly keyOf: (item: Item) => string
  readonly error: Error | null
  readonly onRetry: () => void
  readonly form: (writing: Writing) => ReactNode
  readonly item: (item: Item, onWithdraw: () => void) => ReactNode
  /** Asks before one is withdrawn. */
  readonly withdrawal: (item: Item, tell: (words: string) => void, onClose: () => void) => ReactNode
  /** Below the list. */
  readonly children?: ReactNode
}

export function PublishingPage<Item>(props: PublishingPageProps<Item>) {
  const { title, lead, newLabel, items, keyOf, error, onRetry, form, item, withdrawal, children } = props
  const [isWriting, setWriting] = useState(false)
  const [done, setDone] = useState<{ readonly words: string; readonly at: number }>()
  const [withdrawn, setWithdrawn] = useState<Item>()
  const begin = useRef<HTMLButtonElement>(null)
  const tell = (words: string) => setDone({ words, at: Date.now() })
  return (
    <>
      <PageTitle title={title} lead={lead} />
      {error && !items ? <StaffProblem error={error} onRetry={onRetry} /> : null}
      {items === undefined && !error ? <Skeleton height={240} /> : null}
      {done === undefined ? null : (
        <Done key={done.at}>
          <p>{done.words}</p>
        </Done>
      )}
      {items && !isWriting ? (
        <Button
          ref={begin}
          className={classes.new ?? ''}
          size="md"
          leftSection={<PlusIcon />}
          onClick={() => {
            setDone(undefined)
            setWriting(true)
          }}
        >
          {newLabel}
        </Button>
      ) : null}
      {items && isWriting
        ? form({
            onCancel: () => {
              setWriting(false)
              // The form is gone, and the focus with it: back to where it was opened.
              requestAnimationFrame(() => begin.current?.focus())
            },
            onPublished: (words) => {
              setWriting(false)
              tell(words)
            },
          })
        : null}
      <ul className={classes.list} aria-label={title}>
        {(items ?? []).map((each) => (
          <li key={keyOf(each)} className={card.card}>
            {item(each, () => setWithdrawn(each))}
          </li>
        ))}
      </ul>
      {children}
      {withdrawn === undefined ? null : withdrawal(withdrawn, tell, () => setWithdrawn(undefined))}
    </>
  )
}
