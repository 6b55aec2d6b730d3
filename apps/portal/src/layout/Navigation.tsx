/** The tabs under the header: a signed-in member's own first, then the public part. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { mailboxQuery } from '../api/messages.ts'
import type { Session } from '../api/types.ts'
import { waitingCountQuery } from '../api/waiting-count.ts'
import classes from './Navigation.module.css'
import { PUBLIC_TABS } from './public-tabs.ts'

export function Navigation({ session }: { session: Session | null | undefined }) {
  const { t } = useTranslation('common')
  const member = Boolean(session?.institution)
  const { data } = useQuery({ ...mailboxQuery, enabled: member })
  const unread = data?.unread ?? 0
  return (
    <nav aria-label={t('nav.label')} className={classes.nav}>
      {member ? (
        <ul className={classes.list} data-own>
          <li>
            <Link to="/mailbox" className={classes.tab}>
              {t('nav.mailbox')}
              {unread > 0 ? (
                <span className={classes.count}>
                  <span aria-hidden="true">{unread}</span>
                  <span className={classes.hidden}>{t('nav.unread', { count: unread })}</span>
                </span>
              ) : null}
            </Link>
          </li>
          <li>
            <Link to="/sent" className={classes.tab}>
              {t('nav.sent')}
            </Link>
          </li>
          <li>
            <Link to="/send" className={classes.tab}>
              {t('nav.send')}
            </Link>
          </li>
        </ul>
      ) : null}
      {session && session.roles.length > 0 ? <StaffTabs roles={session.roles} /> : null}
      <ul className={classes.list}>
        {PUBLIC_TABS.map(({ to, label, exact }) => (
          <li key={to}>
            <Link to={to} className={classes.tab} activeOptions={{ exact, includeSearch: false }}>
              {t(label)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** Of those who run the centre, and of those who audit it. */
function StaffTabs({ roles }: { roles: Session['roles'] }) {
  const { t } = useTranslation('common')
  const isOperator = roles.includes('operator')
  const { data: waiting = 0 } = useQuery({ ...waitingCountQuery, enabled: isOperator })
  return (
    <ul className={classes.list} data-own>
      {isOperator ? (
        <li>
          <Link to="/operator" className={classes.tab}>
            {t('nav.operator')}
            {waiting > 0 ? (
              <span className={classes.count}>
                <span aria-hidden="true">{waiting}</span>
                <span className={classes.hidden}>{t('nav.waiting', { count: waiting })}</span>
              </span>
            ) : null}
          </Link>
        </li>
      ) : null}
      {isOperator || roles.includes('auditor') ? (
        <li>
          <Link to="/audit" className={classes.tab} activeOptions={{ includeSearch: false }}>
            {t('nav.audit')}
          </Link>
        </li>
      ) : null}
    </ul>
  )
}
