/** After the sign-in of somebody who belongs to several institutions: which one acts. */
import { useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Navigate, useRouter } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { actFor, useSession } from '../api/session.ts'
import { PageBody } from '../layout/PageBody.tsx'
import { PageTitle } from '../layout/PageTitle.tsx'
import { Choices } from './Choices.tsx'

const route = getRouteApi('/members/choose-institution')

export function ChooseInstitutionPage() {
  const { t } = useTranslation('signIn')
  const { t: tc } = useTranslation('common')
  const { returnTo } = route.useSearch()
  const session = useSession()
  const queries = useQueryClient()
  const router = useRouter()
  // Nobody chooses of one: who comes by an address that was kept goes on.
  if (session?.institutions.length === 1) return <Navigate to="/mailbox" replace />
  return (
    <PageBody width="reading">
      <PageTitle title={t('choose.title')} lead={t('choose.lead')} />
      <Choices
        label={t('choose.title')}
        choices={(session?.institutions ?? []).map(({ id, name, role }) => ({
          id,
          name,
          more: tc(`account.role.${role}`),
        }))}
        onChoose={async (id) => {
          await actFor(queries, id)
          router.history.replace(returnTo ?? '/mailbox')
        }}
      />
    </PageBody>
  )
}
