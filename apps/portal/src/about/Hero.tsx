/** The top of the front page: what stands in it, beside the picture, which is only decoration. */
import type { ReactNode } from 'react'
import classes from './Hero.module.css'

interface HeroProps {
  readonly children: ReactNode
  /** Links, of which a way of its own is `data-way`: primary, secondary or plain. */
  readonly actions: ReactNode
}

export function Hero({ children, actions }: HeroProps) {
  return (
    <section className={classes.hero}>
      <div className={classes.inner}>
        <div className={classes.text}>
          {children}
          <p className={classes.actions}>{actions}</p>
        </div>
        <div className={classes.picture} />
      </div>
    </section>
  )
}
