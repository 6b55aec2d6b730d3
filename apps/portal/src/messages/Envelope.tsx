/** The outside of the message: from whom, to whom with each delivery's status, how much. */
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Message, RelatedMessage } from '../api/types.ts'
import { formatDateTime } from '../format/dates.ts'
import { formatBytes, formatNumber } from '../format/sizes.ts'
import { AtPacs } from './AtPacs.tsx'
import classes from './Envelope.module.css'
import { StatusBadge } from './StatusBadge.tsx'
import type { Standing } from './standing.ts'

export function Envelope({ message, standing }: { message: Message; standing: Standing }) {
  const { t, i18n } = useTranslation(['messages', 'receipt'])
  return (
    <section className={classes.card}>
      <h2>{t('envelope.title')}</h2>
      <dl className={classes.facts}>
        <dt>{t('envelope.sender')}</dt>
        <dd>
          <Link to="/institutions/$id" params={{ id: message.sender.id }}>
            {message.sender.name}
          </Link>
        </dd>
        <dt>{t('envelope.recipients', { count: message.recipients.length })}</dt>
        <dd>
          <ul className={classes.recipients}>
            {message.recipients.map((recipient) => {
              const delivery = standing.isSender
                ? message.deliveries.find(({ institution }) => institution.id === recipient.id)
                : undefined
              const told = message.atPacs.find(({ institution }) => institution.id === recipient.id)
              return (
                <li key={recipient.id}>
                  <Link to="/institutions/$id" params={{ id: recipient.id }}>
                    {recipient.name}
                  </Link>
                  {delivery ? (
                    <span className={classes.delivery}>
                      <StatusBadge status={delivery.status} view="delivery" />
                      <span>{formatDateTime(delivery.at, i18n.language)}</span>
                      {told?.waitsForDecision ? <span>{t('envelope.waitsForDecision')}</span> : null}
                    </span>
                  ) : null}
                  {delivery && told ? <AtPacs told={told} images={message.instances} /> : null}
                </li>
              )
            })}
          </ul>
        </dd>
        <ForwardedFrom message={message} standing={standing} />
        <AnsweredRequest message={message} />
        <Correspondence message={message} />
        {message.instances > 0 ? (
          <>
            <dt>{t('envelope.images')}</dt>
            <dd>{formatNumber(message.instances, i18n.language)}</dd>
          </>
        ) : null}
        <dt>{t('envelope.size')}</dt>
        <dd>{formatBytes(message.sizeBytes, i18n.language)}</dd>
        {message.allOrNothing ? (
          <>
            <dt>{t('envelope.mode')}</dt>
            <dd>{t('envelope.allOrNothing')}</dd>
          </>
        ) : null}
      </dl>
      <p className={classes.receipt}>
        <Link to="/messages/$id/receipt" params={{ id: message.id }}>
          {t('receipt:open')}
        </Link>
      </p>
    </section>
  )
}

/** Who forwarded it leads to the message itself; others cannot read that one. */
function ForwardedFrom({ message: { forwardedFrom }, standing }: { message: Message; standing: Standing }) {
  const { t, i18n } = useTranslation('forwarding')
  if (forwardedFrom === null) return null
  const { id, sender, createdAt } = forwardedFrom
  const words = t('fromMessage', { sender: sender.name, at: formatDateTime(createdAt, i18n.language) })
  return (
    <>
      <dt>{t('from')}</dt>
      <dd>
        {standing.isSender ? (
          <Link to="/messages/$id" params={{ id }}>
            {words}
          </Link>
        ) : (
          words
        )}
      </dd>
    </>
  )
}

function AnsweredRequest({ message: { answers } }: { message: Message }) {
  const { t, i18n } = useTranslation('messages')
  if (answers === null) return null
  const at = formatDateTime(answers.createdAt, i18n.language)
  return (
    <>
      <dt>{t('envelope.answers')}</dt>
      <dd>
        <Link to="/requests/$id" params={{ id: answers.id }}>
          {t('envelope.answersRequest', { clinician: answers.clinician, at })}
        </Link>
      </dd>
    </>
  )
}

/** What belongs to it, before and after: only what may be read here is told of. */
function Correspondence({
  message: { repliesTo, replies, supplementTo, supplements },
}: {
  readonly message: Message
}) {
  const { t } = useTranslation('replying')
  return (
    <>
      <Related name={t('supplementTo')} messages={supplementTo ? [supplementTo] : []} />
      <Related name={t('supplements', { count: supplements.length })} messages={supplements} />
      <Related name={t('repliesTo')} messages={repliesTo ? [repliesTo] : []} />
      <Related name={t('replies', { count: replies.length })} messages={replies} />
    </>
  )
}

function Related({
  name,
  messages,
}: {
  readonly name: string
  readonly messages: readonly RelatedMessage[]
}) {
  const [first, ...others] = messages
  if (first === undefined) return null
  return (
    <>
      <dt>{name}</dt>
      <dd>
        {others.length === 0 ? (
          <LinkToRelated message={first} />
        ) : (
          <ul className={classes.recipients}>
            {messages.map((each) => (
              <li key={each.id}>
                <LinkToRelated message={each} />
              </li>
            ))}
          </ul>
        )}
      </dd>
    </>
  )
}

function LinkToRelated({ message: { id, subject, sender, createdAt } }: { message: RelatedMessage }) {
  const { t, i18n } = useTranslation(['replying', 'messages'])
  const at = formatDateTime(createdAt, i18n.language)
  return (
    <Link to="/messages/$id" params={{ id }}>
      {t('replying:related', { subject: subject || t('messages:noSubject'), sender: sender.name, at })}
    </Link>
  )
}
