/** The mark (a scanner's ring with an image leaving through its opening) and the word. */
import classes from './Logo.module.css'

export function Logo() {
  return (
    <span className={classes.logo}>
      <svg viewBox="0 0 40 40" width="40" height="40" aria-hidden="true" focusable="false">
        <rect width="40" height="40" rx="9" className={classes.tile} />
        <path d="M27.6 11.4a11.5 11.5 0 1 0 0 17.2" className={classes.ring} />
        <circle cx="20" cy="20" r="3.4" className={classes.slice} />
        <path d="M25.5 20h7.2m-3.4-3.7 3.7 3.7-3.7 3.7" className={classes.arrow} />
      </svg>
      <span className={classes.word}>
        e<b>PACS</b>
      </span>
    </span>
  )
}
