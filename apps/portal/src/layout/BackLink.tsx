/** The way back to the list that a detail belongs to. */
import { Link, type LinkProps } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { ArrowLeftIcon } from '../icons/icons.tsx'
import classes from './BackLink.module.css'

interface BackLinkProps {
  readonly to: NonNullable<LinkProps['to']>
  /** Where `to` has a place for some. */
  readonly params?: NonNullable<LinkProps['params']>
  readonly children: ReactNode
}

export function BackLink({ to, params = {}, children }: BackLinkProps) {
  return (
    <Link to={to} params={params} className={classes.back}>
      <ArrowLeftIcon size={18} />
      {children}
    </Link>
  )
}
