/** The sign of an outcome; its words stand beside it. */
import type { FileOutcome } from '../api/types.ts'
import { CheckIcon, CrossIcon, MinusIcon, WarningIcon } from '../icons/icons.tsx'
import classes from './FileResults.module.css'

const icons = {
  refused: CrossIcon,
  warning: WarningIcon,
  'left-out': MinusIcon,
  accepted: CheckIcon,
} as const

export function OutcomeIcon({ outcome, size }: { readonly outcome: FileOutcome; readonly size?: number }) {
  const Icon = icons[outcome]
  return (
    <span className={classes.icon} data-outcome={outcome}>
      <Icon {...(size === undefined ? {} : { size })} />
    </span>
  )
}
