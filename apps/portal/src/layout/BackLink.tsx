/** The way back to the list that a detail belongs to. */
import { Link, type LinkProps } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { ArrowLeftIcon } from '../icons/icons.tsx'
import classes from './BackLink.module.css'

export function BackLink({ to, children }: { to: NonNullable<LinkProps['to']>; children: ReactNode }) {
  return (
    <Link to={to} className={classes.back}>
      <ArrowLeftIcon size={18} />
      {children}
    </Link>
  )
}
