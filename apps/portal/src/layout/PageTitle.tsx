/**
 * The page's h1 and its window title. After navigation the heading takes the focus, so that keyboard and screen
 * reader start at the new page; on the first load the browser's own start is left alone.
 */
import { type ReactNode, useEffect, useRef } from 'react'
import classes from './PageTitle.module.css'
import { showTitle } from './window-title.ts'

let shownBefore = false

interface PageTitleProps {
  readonly title: string
  /** In the window's bar, where it is not the same. */
  readonly windowTitle?: string
  readonly lead?: ReactNode
  readonly above?: ReactNode
}

export function PageTitle({ title, windowTitle = title, lead, above }: PageTitleProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (shownBefore) heading.current?.focus({ preventScroll: true })
    shownBefore = true
  }, [])
  useEffect(
    () => showTitle(windowTitle.startsWith('ePACS') ? windowTitle : `${windowTitle} – ePACS`),
    [windowTitle],
  )
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
