/** The header: logo, language, account above; the navigation below. On a phone both fold under one button. */
import { Link, useRouterState } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSession } from '../api/session.ts'
import { CrossIcon, MenuIcon } from '../icons/icons.tsx'
import { Account } from './Account.tsx'
import classes from './Header.module.css'
import { LanguageSwitch } from './LanguageSwitch.tsx'
import { Logo } from './Logo.tsx'
import { Navigation } from './Navigation.tsx'

export function Header() {
  const { t } = useTranslation('common')
  const [open, setOpen] = useState(false)
  const session = useSession()
  const path = useRouterState({ select: (state) => state.location.pathname })
  // biome-ignore lint/correctness/useExhaustiveDependencies: the menu closes whenever another page is shown
  useEffect(() => setOpen(false), [path])
  return (
    <header className={classes.header} data-open={open || undefined}>
      <div className={classes.bar}>
        <Link to="/" className={classes.home} aria-label={t('home')}>
          <Logo />
        </Link>
        <p className={classes.claim}>{t('claim')}</p>
        <button
          type="button"
          className={classes.menuButton}
          aria-expanded={open}
          aria-controls="header-menu"
          onClick={() => setOpen(!open)}
        >
          {open ? <CrossIcon /> : <MenuIcon />}
          {t('menu')}
        </button>
        <div className={classes.tools}>
          <LanguageSwitch />
          <Account session={session} />
        </div>
      </div>
      {session ? (
        <p className={classes.who}>
          <b>{session.person.name}</b>
          {session.institution ? <span>{session.institution.name}</span> : null}
        </p>
      ) : null}
      <div id="header-menu" className={classes.menu}>
        <Navigation session={session} />
        <div className={classes.menuTools}>
          <Account session={session} />
          <LanguageSwitch />
        </div>
      </div>
    </header>
  )
}
