/** The tabs under the header: a signed-in member's own first, then the public part. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { unreadCountQuery } from '../api/messages.ts'
import type { Session } from '../api/types.ts'
import classes from './Navigation.module.css'

const publicTabs = [
  { to: '/', label: 'nav.about', exact: true },
  { to: '/institutions', label: 'nav.institutions', exact: false },
  { to: '/authorities', label: 'nav.authorities', exact: false },
  { to: '/help', label: 'nav.help', exact: false },
] as const

export function Navigation({ session }: { session: Session | null | undefined }) {
  const { t } = useTranslation('common')
  const member = Boolean(session?.institution)
  const { data: unread = 0 } = useQuery({ ...unreadCountQuery, enabled: member })
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
      <ul className={classes.list}>
        {publicTabs.map(({ to, label, exact }) => (
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
