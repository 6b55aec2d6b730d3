/** Who is signed in, for which institution, own pages and the way out. Only for those who are signed in, so loaded for them. */
import { useQueryClient } from '@tanstack/react-query'
import { Link, useRouter } from '@tanstack/react-router'
import { useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { actFor } from '../api/session.ts'
import { signOut } from '../api/sign-out.ts'
import type { Session } from '../api/types.ts'
import { CheckIcon, ChevronDownIcon, SignOutIcon, UserIcon } from '../icons/icons.tsx'
import { useOwnLanguage } from '../settings/use-own-language.ts'
import { useOnlyOwnUnfinished } from '../unfinished/use-only-own-unfinished.ts'
import classes from './Account.module.css'

export function AccountMenu({ session }: { session: Session }) {
  const { t } = useTranslation('common')
  useOwnLanguage()
  useOnlyOwnUnfinished(session.person.id)
  const [open, setOpen] = useState(false)
  const [problem, setProblem] = useState<'signOutFailed' | 'actingFailed'>()
  const queries = useQueryClient()
  const router = useRouter()
  const panelId = useId()
  const button = useRef<HTMLButtonElement>(null)

  /** First to another page: an unfinished sending asks whether to leave it, and may say no. */
  async function act(change: () => Promise<void>, to: '/' | '/mailbox') {
    await router.navigate({ to })
    if (router.state.location.pathname !== to) {
      setOpen(false)
      return
    }
    setProblem(undefined)
    try {
      await change()
      setOpen(false)
    } catch {
      setProblem(to === '/' ? 'signOutFailed' : 'actingFailed')
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
          <span className={classes.institution} title={session.institution?.name}>
            {session.institution?.name ??
              t(session.roles.includes('operator') ? 'account.operator' : 'account.auditor')}
          </span>
        </span>
        <ChevronDownIcon size={16} />
      </button>
      <div id={panelId} className={classes.panel} hidden={!open}>
        <p className={classes.method}>{t(`account.method.${session.method}`)}</p>
        {session.institutions.length > 1 ? (
          <ActingFor session={session} onChoose={(id) => act(() => actFor(queries, id), '/mailbox')} />
        ) : null}
        <ul className={classes.links}>
          {session.institution ? (
            <li>
              <Link to="/institution" preload={false} onClick={() => setOpen(false)}>
                {t('account.ownInstitution')}
              </Link>
            </li>
          ) : null}
          <li>
            <Link to="/settings" preload={false} onClick={() => setOpen(false)}>
              {t('account.settings')}
            </Link>
          </li>
          <li>
            <Link to="/sessions" preload={false} onClick={() => setOpen(false)}>
              {t('account.sessions')}
            </Link>
          </li>
        </ul>
        <button
          type="button"
          className={classes.signOut}
          onClick={() => void act(() => signOut(queries), '/')}
        >
          <SignOutIcon />
          {t('account.signOut')}
        </button>
        {problem ? <p role="alert">{t(`account.${problem}`)}</p> : null}
      </div>
    </div>
  )
}

interface ActingForProps {
  readonly session: Session
  readonly onChoose: (institutionId: string) => Promise<void>
}

/** Of several institutions one acts; here another one is chosen. */
function ActingFor({ session, onChoose }: ActingForProps) {
  const { t } = useTranslation('common')
  const titleId = useId()
  return (
    <div className={classes.acting}>
      <p id={titleId}>{t('account.actingFor')}</p>
      <ul aria-labelledby={titleId}>
        {session.institutions.map(({ id, name, role }) => {
          const isActing = id === session.institution?.id
          return (
            <li key={id}>
              <button
                type="button"
                aria-pressed={isActing}
                onClick={() => {
                  if (!isActing) void onChoose(id)
                }}
              >
                <span>
                  {name}
                  <span className={classes.role}>{t(`account.role.${role}`)}</span>
                </span>
                {isActing ? <CheckIcon /> : null}
              </button>
            </li>
          )
        })}
      </ul>
    </div>
  )
}
