/** The frame of pages for those who run or audit the centre: others are told so, and so is whoever's session ended. */
import { Outlet, useRouterState } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useSession } from '../api/session.ts'
import { PageBody } from '../layout/PageBody.tsx'
import { PageTitle } from '../layout/PageTitle.tsx'
import { SessionEndedPage } from '../sign-in/SessionEnded.tsx'

export function StaffOnly() {
  const session = useSession()
  const role = useRouterState({
    select: ({ location }) => (location.pathname.startsWith('/audit') ? 'auditor' : 'operator'),
  })
  if (session === null) return <SessionEndedPage />
  if (session === undefined) return null
  // Those who run the centre check the trail there, without reading it.
  const mayEnter = session.roles.includes(role) || session.roles.includes('operator')
  return mayEnter ? <Outlet /> : <NotForYou role={role} />
}

function NotForYou({ role }: { role: 'operator' | 'auditor' }) {
  const { t } = useTranslation('operator')
  return (
    <PageBody width="reading">
      <PageTitle title={t(`notForYou.${role}.title`)} lead={t(`notForYou.${role}.lead`)} />
    </PageBody>
  )
}
