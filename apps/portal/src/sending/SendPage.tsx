/** New messages: to whom one likes, and from an institution's detail. */
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { institutionQuery } from '../api/directory.ts'
import { PageBody } from '../layout/PageBody.tsx'
import { PageTitle } from '../layout/PageTitle.tsx'
import { ProblemNotice } from '../layout/ProblemNotice.tsx'
import { Sending } from './Sending.tsx'

const toOne = getRouteApi('/members/send/$institutionId')

/** Nová zpráva: the recipients are looked up here. */
export function SendPage() {
  return <Sending recipients={[]} />
}

/** From an institution's detail. */
export function SendToPage() {
  const { t } = useTranslation('common')
  const { institutionId } = toOne.useParams()
  const { data, error, refetch } = useQuery(institutionQuery(institutionId))
  if (error) {
    return (
      <PageBody width="reading">
        <PageTitle title={t('failure.title')} />
        <ProblemNotice error={error} onRetry={() => void refetch()} />
      </PageBody>
    )
  }
  // The key: another institution's address is another message.
  return data ? <Sending key={data.id} recipients={[{ id: data.id, name: data.name }]} /> : null
}
