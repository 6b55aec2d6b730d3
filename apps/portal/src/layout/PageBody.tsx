/** The column that a page's content stands in. */
import type { ReactNode } from 'react'
import classes from './PageBody.module.css'

export function PageBody({ children, width = 'wide' }: { children: ReactNode; width?: 'wide' | 'reading' }) {
  return (
    <div className={classes.body} data-width={width}>
      {children}
    </div>
  )
}
