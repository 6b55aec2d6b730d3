/** Asking for images: an institution that is looked up here, or the one whose detail led here. */
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { institutionQuery } from '../api/directory.ts'
import type { Party } from '../api/types.ts'
import { BackLink } from '../layout/BackLink.tsx'
import { PageBody } from '../layout/PageBody.tsx'
import { PageTitle } from '../layout/PageTitle.tsx'
import { ProblemNotice } from '../layout/ProblemNotice.tsx'
import { AskForm } from './AskForm.tsx'

const ofOne = getRouteApi('/members/ask/$institutionId')

export function AskPage() {
  return <Asking institution={undefined} />
}

export function AskOnePage() {
  const { t } = useTranslation('common')
  const { institutionId } = ofOne.useParams()
  const { data, error, refetch } = useQuery(institutionQuery(institutionId))
  if (error) {
    return (
      <PageBody width="reading">
        <PageTitle title={t('failure.title')} />
        <ProblemNotice error={error} onRetry={() => void refetch()} />
      </PageBody>
    )
  }
  // The key: another institution's address is another request.
  return data ? <Asking key={data.id} institution={{ id: data.id, name: data.name }} /> : null
}

function Asking({ institution }: { institution: Party | undefined }) {
  const { t } = useTranslation('requests')
  return (
    <PageBody width="reading">
      <PageTitle
        title={t('ask.title')}
        lead={t('ask.lead')}
        above={<BackLink to="/requests">{t('detail.back')}</BackLink>}
      />
      <AskForm first={institution} />
    </PageBody>
  )
}
