/** Filters that are in the way on a phone, where what was found would be below the window: they fold under a button there. */
import { type ReactNode, useId, useState } from 'react'
import { ChevronDownIcon } from '../icons/icons.tsx'
import classes from './FoldedFilters.module.css'

interface FoldedFiltersProps {
  /** Says how many of them are set. */
  readonly label: string
  readonly children: ReactNode
}

export function FoldedFilters({ label, children }: FoldedFiltersProps) {
  const [isOpen, setOpen] = useState(false)
  const id = useId()
  return (
    <>
      <button
        type="button"
        className={classes.more}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
      >
        {label}
        <ChevronDownIcon size={16} />
      </button>
      <div id={id} className={classes.folding} data-open={isOpen || undefined}>
        {children}
      </div>
    </>
  )
}
