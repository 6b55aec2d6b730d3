/** What has just happened; it takes the focus, so that nobody has to look for it. */
import { type ReactNode, useEffect, useRef } from 'react'
import classes from './Card.module.css'

export function Done({ children }: { children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => place.current?.focus(), [])
  return (
    <div ref={place} role="status" tabIndex={-1} className={classes.done}>
      {children}
    </div>
  )
}
