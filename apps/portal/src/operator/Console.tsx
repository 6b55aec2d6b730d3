/** The console's own navigation above each of its pages; on a phone, where it would fill half of the window, folded. */
import { useQuery } from '@tanstack/react-query'
import { Link, Outlet, useRouterState } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { mailStatusQuery, renewalsQuery } from '../api/operator.ts'
import { waitingCountQuery } from '../api/waiting-count.ts'
import { ChevronDownIcon } from '../icons/icons.tsx'
import { PageBody } from '../layout/PageBody.tsx'
import classes from './Console.module.css'

/** Seldom needed; and what it is made of is kept out of what every page loads. */
const MailTrouble = lazy(async () => ({ default: (await import('./mail/MailTrouble.tsx')).MailTrouble }))

export function Console() {
  const { t } = useTranslation('operator')
  const { data: registrations = 0 } = useQuery(waitingCountQuery)
  const { data: renewals } = useQuery(renewalsQuery({ status: 'waiting' }))
  const { data: mail } = useQuery(mailStatusQuery)
  const parts = [
    { to: '/operator/registrations', name: 'registrations', count: registrations },
    { to: '/operator/renewals', name: 'renewals', count: renewals?.total ?? 0 },
    { to: '/operator/institutions', name: 'institutions', count: 0 },
    { to: '/operator/operations', name: 'operations', count: 0 },
    { to: '/operator/authorities', name: 'authorities', count: 0 },
    { to: '/operator/mail', name: 'mail', count: (mail?.failed ?? 0) + (mail?.trouble?.waiting ?? 0) },
    { to: '/operator/wordings', name: 'wordings', count: 0 },
    { to: '/operator/positions', name: 'positions', count: 0 },
    { to: '/operator/gateways', name: 'gateways', count: 0 },
    { to: '/operator/nodes', name: 'nodes', count: 0 },
    { to: '/operator/announcements', name: 'announcements', count: 0 },
    { to: '/operator/conditions', name: 'conditions', count: 0 },
  ] as const
  const path = useRouterState({ select: (state) => state.location.pathname })
  const [isOpen, setOpen] = useState(false)
  const here = parts.find(({ to }) => path === to || path.startsWith(`${to}/`))
  const elsewhere = parts.reduce((sum, { name, count }) => (name === here?.name ? sum : sum + count), 0)
  return (
    <PageBody>
      <nav aria-label={t('console.label')} className={classes.nav}>
        <button
          type="button"
          className={classes.fold}
          aria-expanded={isOpen}
          aria-controls="console-parts"
          onClick={() => setOpen(!isOpen)}
        >
          <span>
            {t('console.label')}
            {here ? <b>{t(`console.${here.name}`)}</b> : null}
          </span>
          {elsewhere > 0 ? (
            <span className={classes.count}>
              <span aria-hidden="true">{elsewhere}</span>
              <span className={classes.hidden}>{t('console.elsewhere', { count: elsewhere })}</span>
            </span>
          ) : null}
          <ChevronDownIcon size={16} />
        </button>
        <ul id="console-parts" className={classes.parts} data-open={isOpen || undefined}>
          {parts.map(({ to, name, count }) => (
            <li key={to}>
              <Link
                to={to}
                className={classes.part}
                activeOptions={{ includeSearch: false }}
                onClick={() => setOpen(false)}
              >
                {t(`console.${name}`)}
                {count > 0 ? (
                  <span className={classes.count}>
                    <span aria-hidden="true">{count}</span>
                    <span className={classes.hidden}>{t(`console.count.${name}`, { count })}</span>
                  </span>
                ) : null}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <Suspense fallback={null}>{mail?.trouble ? <MailTrouble trouble={mail.trouble} /> : null}</Suspense>
      <Outlet />
    </PageBody>
  )
}
