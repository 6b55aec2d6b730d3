/** Who is signed in, for which institution, and the way out; for visitors the way in. */

import { useQueryClient } from '@tanstack/react-query'
import { Link, useRouter } from '@tanstack/react-router'
import { useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { asProblem, type Problem } from '../api/problem.ts'
import { signOut } from '../api/session.ts'
import type { Session } from '../api/types.ts'
import { ChevronDownIcon, SignOutIcon, UserIcon } from '../icons/icons.tsx'
import classes from './Account.module.css'

export function Account({ session }: { session: Session | null | undefined }) {
  const { t } = useTranslation('common')
  if (session === undefined) return <span className={classes.pending} aria-hidden="true" />
  if (session === null) {
    return (
      <Link to="/sign-in" className={classes.signIn}>
        <UserIcon />
        {t('signIn')}
      </Link>
    )
  }
  return <AccountMenu session={session} />
}

function AccountMenu({ session }: { session: Session }) {
  const { t } = useTranslation('common')
  const [open, setOpen] = useState(false)
  const [problem, setProblem] = useState<Problem>()
  const queries = useQueryClient()
  const router = useRouter()
  const panelId = useId()
  const button = useRef<HTMLButtonElement>(null)

  async function leave() {
    // First away from the members' page: an unfinished sending there asks whether to leave, and may say no.
    await router.navigate({ to: '/' })
    if (router.state.location.pathname !== '/') return
    try {
      await signOut(queries)
    } catch (error) {
      setProblem(asProblem(error))
    }
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape and leaving close the panel, wherever the focus stands in it
    <div
      className={classes.account}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && open) {
          setOpen(false)
          button.current?.focus()
        }
      }}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false)
      }}
    >
      <button
        ref={button}
        type="button"
        className={classes.button}
        aria-expanded={open}
        aria-controls={panelId}
        onClick={() => setOpen(!open)}
      >
        <UserIcon />
        <span className={classes.who}>
          <span className={classes.person}>{session.person.name}</span>
          <span className={classes.institution}>
            {session.institution?.name ??
              t(session.roles.includes('operator') ? 'account.operator' : 'account.auditor')}
          </span>
        </span>
        <ChevronDownIcon size={16} />
      </button>
      <div id={panelId} className={classes.panel} hidden={!open}>
        <p className={classes.method}>{t(`account.method.${session.method}`)}</p>
        {session.institution ? (
          <p>
            <Link to="/institutions/$id" params={{ id: session.institution.id }}>
              {t('account.ownInstitution')}
            </Link>
          </p>
        ) : null}
        <button type="button" className={classes.signOut} onClick={() => void leave()}>
          <SignOutIcon />
          {t('account.signOut')}
        </button>
        {problem ? <p role="alert">{t('account.signOutFailed')}</p> : null}
      </div>
    </div>
  )
}
