/**
 * A reply: the form of a new message with the sender as its recipient and the subject taken over. The address names
 * the message alone: a subject may hold what must not stand in one.
 */
import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { messageQuery } from '../api/messages.ts'
import { useSession } from '../api/session.ts'
import type { Message } from '../api/types.ts'
import { ArrowLeftIcon } from '../icons/icons.tsx'
import backClasses from '../layout/BackLink.module.css'
import { PageBody } from '../layout/PageBody.tsx'
import { PageTitle } from '../layout/PageTitle.tsx'
import { ProblemNotice } from '../layout/ProblemNotice.tsx'
import { standingOf } from '../messages/standing.ts'
import { Sending } from '../sending/Sending.tsx'
import { replySubject } from './reply-subject.ts'

const route = getRouteApi('/members/messages/$id/reply')

export function ReplyPage() {
  const { t } = useTranslation(['replying', 'messages', 'common'])
  const { id } = route.useParams()
  const session = useSession()
  const { data, error, refetch } = useQuery(messageQuery(id))
  const above = (
    <Link to="/messages/$id" params={{ id }} className={backClasses.back}>
      <ArrowLeftIcon size={18} />
      {t('replying:back')}
    </Link>
  )
  const obstacle = data && obstacleTo(data, session?.institution?.id ?? '')
  if (data && obstacle === undefined) {
    const subject = data.subject || t('messages:noSubject')
    return (
      <Sending
        key={data.id}
        recipients={[data.sender]}
        replying={{ to: data.id, subject: replySubject(data.subject) }}
        title={t('replying:title')}
        lead={t('replying:lead', { subject, sender: data.sender.name })}
        above={above}
      />
    )
  }
  return (
    <PageBody width="reading">
      <PageTitle title={obstacle || error ? t('replying:unavailable') : t('common:loading')} above={above} />
      {obstacle ? (
        <p>{t(`replying:${obstacle}`)}</p>
      ) : error ? (
        <ProblemNotice error={error} onRetry={() => void refetch()} />
      ) : (
        <Skeleton height={240} />
      )}
    </PageBody>
  )
}

function obstacleTo(message: Message, institutionId: string): 'notReceived' | 'senderTakesNone' | undefined {
  if (!standingOf(message, institutionId).canReply) return 'notReceived'
  return message.senderTakesMessages ? undefined : 'senderTakesNone'
}
