/**
 * One message: for its sender the result of sending and where it is, for its recipient the images to collect.
 * The same page, because it is the same record.
 */
import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { messageQuery } from '../api/messages.ts'
import { asProblem } from '../api/problem.ts'
import { useSession } from '../api/session.ts'
import type { Message } from '../api/types.ts'
import { formatDateTime } from '../format/dates.ts'
import { BackLink } from '../layout/BackLink.tsx'
import { PageBody } from '../layout/PageBody.tsx'
import { PageTitle } from '../layout/PageTitle.tsx'
import { ProblemNotice } from '../layout/ProblemNotice.tsx'
import { Actions } from './Actions.tsx'
import { Completeness } from './Completeness.tsx'
import { Envelope } from './Envelope.tsx'
import { FileResults } from './FileResults.tsx'
import { History } from './History.tsx'
import classes from './MessagePage.module.css'
import { Progress } from './Progress.tsx'
import { Proofs } from './Proofs.tsx'
import { SentStatus, StatusBadge } from './StatusBadge.tsx'
import { Studies } from './Studies.tsx'
import { StudyResults } from './StudyResults.tsx'
import { isUnderWay, standingOf } from './standing.ts'

/** Seldom met, and only by people of several institutions. */
const OfOtherInstitution = lazy(async () => ({
  default: (await import('./OfOtherInstitution.tsx')).OfOtherInstitution,
}))

const route = getRouteApi('/members/messages/$id')
/** Beside the event stream: a message under way is also asked for by the clock. */
const checkEveryMs = 4000

export function MessagePage() {
  const { t } = useTranslation('messages')
  const { t: tc } = useTranslation('common')
  const { id } = route.useParams()
  const session = useSession()
  const { data, error, refetch } = useQuery({
    ...messageQuery(id),
    refetchInterval: (query) => (query.state.data && isUnderWay(query.state.data) ? checkEveryMs : false),
  })
  const institutionId = session?.institution?.id ?? ''
  if (session && error && !data && asProblem(error).status === 404) {
    return (
      <PageBody>
        <Suspense fallback={<Skeleton height={240} />}>
          <OfOtherInstitution id={id} session={session} problem={error} onRetry={() => void refetch()} />
        </Suspense>
      </PageBody>
    )
  }
  const sentByUs = data?.sender.id === institutionId
  return (
    <PageBody>
      <PageTitle
        title={data ? data.subject || t('noSubject') : error ? t('unavailable') : tc('loading')}
        above={
          <BackLink to={sentByUs ? '/sent' : '/mailbox'}>
            {sentByUs ? t('backToSent') : t('backToMailbox')}
          </BackLink>
        }
      />
      {error && !data ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {data ? (
        <Content message={data} institutionId={institutionId} />
      ) : error ? null : (
        <Skeleton height={240} />
      )}
    </PageBody>
  )
}

function Content({ message, institutionId }: { message: Message; institutionId: string }) {
  const { t, i18n } = useTranslation('messages')
  const standing = standingOf(message, institutionId)
  return (
    <>
      <div className={classes.under}>
        <p className={classes.badges}>
          {message.urgent ? <span className={classes.urgent}>{t('urgent')}</span> : null}
          {standing.isSender ? (
            <SentStatus message={message} />
          ) : standing.received ? (
            <StatusBadge status={standing.received.status} view="box" />
          ) : null}
          <span className={classes.when}>
            {standing.isSender
              ? t('sentAt', { at: formatDateTime(message.createdAt, i18n.language) })
              : t('fromAt', {
                  sender: message.sender.name,
                  at: formatDateTime(message.createdAt, i18n.language),
                })}
          </span>
        </p>
        {standing.isSender ? null : <Actions message={message} standing={standing} />}
      </div>
      <Progress message={message} standing={standing} />
      <Completeness message={message} />
      {/* Who has sent wants to know what has become of it; who has got it, to have it. */}
      {standing.isSender ? (
        <div className={classes.under}>
          <Actions message={message} standing={standing} />
        </div>
      ) : null}
      <div className={classes.columns}>
        <div className={classes.main}>
          {message.endToEnd ? (
            <section className={classes.note}>
              <h2>{t('endToEnd.title')}</h2>
              <p>{t(standing.isSender ? 'endToEnd.sent' : 'endToEnd.received')}</p>
            </section>
          ) : null}
          {message.note ? (
            <section className={classes.note}>
              <h2>{t('note')}</h2>
              <p>{message.note}</p>
            </section>
          ) : null}
          {standing.isSender ? (
            <>
              <StudyResults results={message.studyResults} studies={message.studies} />
              <FileResults files={message.files} messageId={message.id} />
            </>
          ) : null}
          <Studies studies={message.studies} viewable={standing.canDownload ? message.id : undefined} />
          {standing.isSender ? null : <FileResults files={message.files} messageId={message.id} />}
        </div>
        <aside className={classes.side} aria-label={t('record')}>
          <Envelope message={message} standing={standing} />
          <History events={message.events}>
            <Proofs message={message} standing={standing} />
          </History>
        </aside>
      </div>
    </>
  )
}
