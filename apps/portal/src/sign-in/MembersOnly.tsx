/**
 * The frame of members' pages: a signed-in person without an institution (an operator) is told why it is empty,
 * and when the session ends, patients' data leaves the screen.
 */
import { Navigate, Outlet, useRouterState } from '@tanstack/react-router'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useSession } from '../api/session.ts'
import type { Session } from '../api/types.ts'
import { PageBody } from '../layout/PageBody.tsx'
import { PageTitle } from '../layout/PageTitle.tsx'
import { SessionEndedNotice, SessionEndedPage } from './SessionEnded.tsx'

export function MembersOnly() {
  const session = useSession()
  const isSending = useRouterState({ select: ({ location }) => location.pathname.startsWith('/send') })
  const wasMember = useRef(false)
  if (session?.institution) wasMember.current = true
  const keepsWork = session === null && isSending && wasMember.current
  return (
    <>
      {session === null ? keepsWork ? <SessionEndedNotice /> : <SessionEndedPage /> : null}
      {session && !session.institution ? <NoMailbox session={session} /> : null}
      {session?.institution || keepsWork ? <Outlet /> : null}
    </>
  )
}

/** After the sign-in everybody is sent to the mailbox; those who run or audit the centre have pages of their own. */
function NoMailbox({ session }: { session: Session }) {
  const { t } = useTranslation('signIn')
  const isMailbox = useRouterState({ select: ({ location }) => location.pathname === '/mailbox' })
  if (isMailbox && session.roles.includes('operator')) return <Navigate to="/operator" replace />
  if (isMailbox && session.roles.includes('auditor')) return <Navigate to="/audit" replace />
  return (
    <PageBody width="reading">
      <PageTitle title={t('noMailbox.title')} lead={t('noMailbox.lead')} />
    </PageBody>
  )
}
