/** One request: about whom, what, why; what has answered it; what can be done; its history. */
import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { type ImageRequest, requestQuery } from '../api/requests.ts'
import { useSession } from '../api/session.ts'
import { formatDateTime, formatDicomDate } from '../format/dates.ts'
import { BackLink } from '../layout/BackLink.tsx'
import { FactList } from '../layout/FactList.tsx'
import { PageBody } from '../layout/PageBody.tsx'
import { PageTitle } from '../layout/PageTitle.tsx'
import { ProblemNotice } from '../layout/ProblemNotice.tsx'
import { Timeline } from '../layout/Timeline.tsx'
import { SentStatus, StatusBadge } from '../messages/StatusBadge.tsx'
import { RequestActions } from './RequestActions.tsx'
import classes from './Requests.module.css'
import { Standing, UrgencyBadge } from './Standing.tsx'

const route = getRouteApi('/members/requests/$id')

export function RequestPage() {
  const { t, i18n } = useTranslation(['requests', 'common'])
  const { id } = route.useParams()
  const session = useSession()
  const { data, error, refetch } = useQuery(requestQuery(id))
  const isAsked = data?.asked.id === session?.institution?.id
  return (
    <PageBody>
      <PageTitle
        // The patient stands in the page, not in the window's title: that is kept by the browser's history.
        windowTitle={t('detail.title')}
        title={
          data ? data.patient.name || t('forgotten') : t(error ? 'detail.unavailable' : 'common:loading')
        }
        above={<BackLink to="/requests">{t('detail.back')}</BackLink>}
        lead={
          data
            ? t(isAsked ? 'detail.leadReceived' : 'detail.leadSent', {
                institution: isAsked ? data.asking.name : data.asked.name,
                at: formatDateTime(data.createdAt, i18n.language),
              })
            : undefined
        }
      />
      {error && !data ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {data ? <Content request={data} isAsked={isAsked} /> : error ? null : <Skeleton height={240} />}
    </PageBody>
  )
}

function Content({ request, isAsked }: { request: ImageRequest; isAsked: boolean }) {
  const { t } = useTranslation('requests')
  return (
    <>
      <div className={classes.under}>
        <p className={classes.badges}>
          <Standing request={request} />
          <UrgencyBadge urgency={request.urgency} />
        </p>
        <RequestActions request={request} isAsked={isAsked} />
      </div>
      {request.refusal === null ? null : (
        <section className={classes.refusal}>
          <h2>{t('detail.refusal')}</h2>
          <p>{request.refusal}</p>
        </section>
      )}
      <div className={classes.columns}>
        <div className={classes.main}>
          <Facts request={request} />
          <Answers request={request} isAsked={isAsked} />
        </div>
        <aside className={classes.card} aria-label={t('history.title')}>
          <h2>{t('history.title')}</h2>
          <Timeline events={request.events} of="requests" />
        </aside>
      </div>
    </>
  )
}

function Facts({ request }: { request: ImageRequest }) {
  const { t, i18n } = useTranslation('requests')
  const { patient, studiedFrom, studiedTo } = request
  const day = (value: string | null) => (value === null ? '…' : formatDicomDate(value, i18n.language))
  const facts: readonly [string, string | null][] = [
    [t(`identifier.${patient.id?.kind ?? 'other'}`), patient.id?.value ?? null],
    [t('detail.birthDate'), patient.birthDate && day(patient.birthDate)],
    [t('detail.wanted'), request.wanted || null],
    [t('detail.modalities'), request.modalities.join(', ') || null],
    [t('detail.period'), studiedFrom || studiedTo ? `${day(studiedFrom)} – ${day(studiedTo)}` : null],
    [t('detail.accession'), request.accessionNumber],
    [t('detail.reason'), request.reason || null],
    [t('detail.clinician'), request.clinician],
    [t('detail.neededBy'), formatDateTime(request.neededBy, i18n.language)],
    [t('column.asking'), request.asking.name],
    [t('column.asked'), request.asked.name],
  ]
  return (
    <section className={classes.card}>
      <h2>{t('detail.facts')}</h2>
      <FactList facts={facts} className={classes.facts} />
    </section>
  )
}

function Answers({ request, isAsked }: { request: ImageRequest; isAsked: boolean }) {
  const { t, i18n } = useTranslation(['requests', 'messages'])
  return (
    <section className={classes.card}>
      <h2>{t('answers.title')}</h2>
      {request.messages.length === 0 ? <p>{t('answers.none')}</p> : null}
      <ul className={classes.answers}>
        {request.messages.map(({ id, subject, createdAt, status, instances, deliveries }) => (
          <li key={id}>
            <Link to="/messages/$id" params={{ id }}>
              {subject || t('messages:noSubject')}
            </Link>
            <span>
              {formatDateTime(createdAt, i18n.language)}
              {instances > 0 ? ` · ${t('answers.images', { count: instances })}` : ''}
            </span>
            <AnswerStatus status={status} deliveries={deliveries} isAsked={isAsked} />
          </li>
        ))}
      </ul>
    </section>
  )
}

type AnswerStatusProps = Pick<ImageRequest['messages'][number], 'status'> &
  // Not told by a centre's process of the version before, while it is brought to a new one.
  Partial<Pick<ImageRequest['messages'][number], 'deliveries'>> & { readonly isAsked: boolean }

/** As in the lists: whoever sent it reads how far it came, whoever asked what has become of it in the own mailbox. */
function AnswerStatus({ status, deliveries, isAsked }: AnswerStatusProps) {
  if (deliveries === undefined) return <StatusBadge status={status} view="message" />
  const own = deliveries[0]
  return isAsked || own === undefined ? (
    <SentStatus message={{ status, deliveries }} />
  ) : (
    <StatusBadge status={own.status} view="box" />
  )
}
