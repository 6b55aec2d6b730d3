/** The frame of members' pages: a signed-in person without an institution (an operator) is told why it is empty. */
import { Outlet } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useSession } from '../api/session.ts'
import { PageBody } from '../layout/PageBody.tsx'
import { PageTitle } from '../layout/PageTitle.tsx'

export function MembersOnly() {
  const session = useSession()
  if (session === undefined || session === null) return null
  return session.institution ? <Outlet /> : <NoMailbox />
}

function NoMailbox() {
  const { t } = useTranslation('signIn')
  return (
    <PageBody width="reading">
      <PageTitle title={t('noMailbox.title')} lead={t('noMailbox.lead')} />
    </PageBody>
  )
}
