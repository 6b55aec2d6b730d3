/** A state as a word in a coloured field; the word alone carries the meaning. */
import classes from './Badge.module.css'

export type Tone = 'new' | 'busy' | 'good' | 'bad' | 'quiet'

export function Badge({ tone, children }: { tone: Tone; children: string }) {
  return (
    <span className={classes.badge} data-tone={tone}>
      {children}
    </span>
  )
}
