/**
 * The frame of members' pages: a signed-in person without an institution (an operator) is told why it is empty,
 * and when the session ends, patients' data leaves the screen.
 */
import { Outlet, useRouterState } from '@tanstack/react-router'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useSession } from '../api/session.ts'
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
      {session && !session.institution ? <NoMailbox /> : null}
      {session?.institution || keepsWork ? <Outlet /> : null}
    </>
  )
}

function NoMailbox() {
  const { t } = useTranslation('signIn')
  return (
    <PageBody width="reading">
      <PageTitle title={t('noMailbox.title')} lead={t('noMailbox.lead')} />
    </PageBody>
  )
}
