/** An answer: the form of a new message with who asked as its recipient, and the request that it belongs to. */
import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { requestQuery } from '../api/requests.ts'
import { useSession } from '../api/session.ts'
import { ArrowLeftIcon } from '../icons/icons.tsx'
import backClasses from '../layout/BackLink.module.css'
import { PageBody } from '../layout/PageBody.tsx'
import { PageTitle } from '../layout/PageTitle.tsx'
import { ProblemNotice } from '../layout/ProblemNotice.tsx'
import { Sending } from '../sending/Sending.tsx'

const route = getRouteApi('/members/requests/$id/answer')

export function AnswerPage() {
  const { t } = useTranslation(['requests', 'common'])
  const { id } = route.useParams()
  const session = useSession()
  const { data, error, refetch } = useQuery(requestQuery(id))
  const above = (
    <Link to="/requests/$id" params={{ id }} className={backClasses.back}>
      <ArrowLeftIcon size={18} />
      {t('answer.back')}
    </Link>
  )
  const isTakingAnswers = data?.status === 'open' || data?.status === 'answered'
  const mayAnswer = isTakingAnswers && data?.asked.id === session?.institution?.id
  if (data && mayAnswer) {
    return (
      <Sending
        key={data.id}
        recipients={[data.asking]}
        answering={data.id}
        title={t('answer.title')}
        lead={t('answer.lead', { patient: data.patient.name, wanted: data.wanted, asking: data.asking.name })}
        above={above}
      />
    )
  }
  return (
    <PageBody width="reading">
      <PageTitle title={data || error ? t('answer.unavailable') : t('common:loading')} above={above} />
      {data ? (
        <p>{t(isTakingAnswers ? 'answer.notAsked' : 'answer.ended')}</p>
      ) : error ? (
        <ProblemNotice error={error} onRetry={() => void refetch()} />
      ) : (
        <Skeleton height={240} />
      )}
    </PageBody>
  )
}
