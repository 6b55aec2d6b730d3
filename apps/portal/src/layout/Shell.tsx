/** The frame of every page: skip link, header, main landmark, footer. */
import { Outlet } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { useSession } from '../api/session.ts'
import { useSessionEnd } from '../sign-in/use-session-end.ts'
import { Footer } from './Footer.tsx'
import { Header } from './Header.tsx'
import classes from './Shell.module.css'

/** Apart from what the first paint needs: there is seldom one. */
const AnnouncementBanner = lazy(() => import('../status/AnnouncementBanner.tsx'))
const LiveUpdates = lazy(() => import('../live/LiveUpdates.tsx'))

export function Shell() {
  const { t } = useTranslation('common')
  const session = useSession()
  useSessionEnd(session)
  return (
    <>
      <a className={classes.skip} href="#content">
        {t('skipToContent')}
      </a>
      <Header />
      <Suspense fallback={null}>
        <AnnouncementBanner />
      </Suspense>
      <main id="content" tabIndex={-1} className={classes.main}>
        <Suspense fallback={null}>
          <Outlet />
        </Suspense>
      </main>
      <Footer />
      {session?.institution ? (
        <Suspense fallback={null}>
          <LiveUpdates key={session.institution.id} />
        </Suspense>
      ) : null}
    </>
  )
}
