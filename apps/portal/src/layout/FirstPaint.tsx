/**
 * What stands on the screen until the program has come: the header with the mark, where the real one will be. Written
 * into the page while building (build/first-paint.ts); without words, since the language is known to the program alone.
 */
import { renderToStaticMarkup } from 'react-dom/server'
import classes from './Header.module.css'
import { Logo } from './Logo.tsx'

export function firstPaint(): string {
  return renderToStaticMarkup(
    <header className={classes.header}>
      <div className={classes.bar}>
        <span className={classes.home}>
          <Logo />
        </span>
      </div>
      <div className={classes.menu} />
    </header>,
  )
}
