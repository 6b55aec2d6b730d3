/**
 * The page's h1 and its window title. After navigation the heading takes the focus, so that keyboard and screen
 * reader start at the new page; on the first load the browser's own start is left alone.
 */
import { type ReactNode, useEffect, useRef } from 'react'
import classes from './PageTitle.module.css'

let shownBefore = false

interface PageTitleProps {
  readonly title: string
  /** Stands before the title in the window's bar, e.g. a count of unread messages. */
  readonly windowTitle?: string
  readonly lead?: ReactNode
  readonly above?: ReactNode
}

export function PageTitle({ title, windowTitle, lead, above }: PageTitleProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (shownBefore) heading.current?.focus({ preventScroll: true })
    shownBefore = true
  }, [])
  const inWindow = windowTitle ?? title
  useEffect(() => {
    document.title = inWindow.startsWith('ePACS') ? inWindow : `${inWindow} – ePACS`
  }, [inWindow])
  return (
    <div className={classes.title}>
      {above}
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {lead ? <p className={classes.lead}>{lead}</p> : null}
    </div>
  )
}
