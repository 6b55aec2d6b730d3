/** Forwarding a message: the same form as for a new one, its images are chosen from what is there. */
import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { messageQuery } from '../api/messages.ts'
import { useSession } from '../api/session.ts'
import { ArrowLeftIcon } from '../icons/icons.tsx'
import backClasses from '../layout/BackLink.module.css'
import { PageBody } from '../layout/PageBody.tsx'
import { PageTitle } from '../layout/PageTitle.tsx'
import { ProblemNotice } from '../layout/ProblemNotice.tsx'
import { standingOf } from '../messages/standing.ts'
import { ForwardForm } from './ForwardForm.tsx'

const route = getRouteApi('/members/messages/$id/forward')

export function ForwardPage() {
  const { t } = useTranslation('forwarding')
  const { t: tm } = useTranslation('messages')
  const { t: tc } = useTranslation('common')
  const { id } = route.useParams()
  const session = useSession()
  const { data, error, refetch } = useQuery(messageQuery(id))
  const canForward = data && standingOf(data, session?.institution?.id ?? '').canDownload
  return (
    <PageBody width="reading">
      <PageTitle
        title={data ? t('title') : error ? t('unavailable') : tc('loading')}
        lead={data && canForward ? t('lead', { subject: data.subject || tm('noSubject') }) : undefined}
        above={
          <Link to="/messages/$id" params={{ id }} className={backClasses.back}>
            <ArrowLeftIcon size={18} />
            {t('back')}
          </Link>
        }
      />
      {error && !data ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {data ? (
        canForward ? (
          <ForwardForm message={data} actingFor={session?.institution?.id} />
        ) : (
          <p>{t('notAvailable')}</p>
        )
      ) : error ? null : (
        <Skeleton height={240} />
      )}
    </PageBody>
  )
}
