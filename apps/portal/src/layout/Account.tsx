/** Who is signed in; for visitors the way in. */
import { Link } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import type { Session } from '../api/types.ts'
import { UserIcon } from '../icons/icons.tsx'
import classes from './Account.module.css'

const AccountMenu = lazy(async () => ({ default: (await import('./AccountMenu.tsx')).AccountMenu }))

export function Account({ session }: { session: Session | null | undefined }) {
  const { t } = useTranslation('common')
  const pending = <span className={classes.pending} aria-hidden="true" />
  if (session === undefined) return pending
  if (session === null) {
    return (
      <Link to="/sign-in" className={classes.signIn}>
        <UserIcon />
        {t('signIn')}
      </Link>
    )
  }
  return (
    <Suspense fallback={pending}>
      <AccountMenu session={session} />
    </Suspense>
  )
}
