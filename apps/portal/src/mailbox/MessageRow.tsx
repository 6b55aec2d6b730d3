/** One message in a box: a row on a wide screen, a card on a phone. */
import { likelyOr } from '@epacs/intake/looking/likely-text'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Problem } from '../api/problem.ts'
import type { Box, MessageSummary } from '../api/types.ts'
import { formatDateTime, formatDicomDate, formatMoment } from '../format/dates.ts'
import { formatPersonName } from '../format/person-name.ts'
import { formatBytes, formatNumber } from '../format/sizes.ts'
import { DownloadIcon, TrashIcon } from '../icons/message-icons.tsx'
import { DownloadLink } from '../messages/DownloadLink.tsx'
import { useDeclared } from '../messages/LikelyText.tsx'
import { byPatient } from '../messages/patients.ts'
import { SentStatus, StatusBadge } from '../messages/StatusBadge.tsx'
import { standingOf } from '../messages/standing.ts'
import classes from './MessagesTable.module.css'

interface MessageRowProps {
  readonly box: Box
  readonly message: MessageSummary
  readonly institutionId: string
  readonly isChosen: boolean
  readonly onChoose: (isChosen: boolean) => void
  readonly onDelete: () => void
  readonly onProblem: (problem: Problem | undefined) => void
}

export function MessageRow(props: MessageRowProps) {
  const { box, message, institutionId, isChosen, onChoose, onDelete, onProblem } = props
  const { t, i18n } = useTranslation('mailbox')
  const { t: tm } = useTranslation('messages')
  const declared = useDeclared()
  const standing = standingOf(message, institutionId)
  const unread = box === 'inbox' && message.unread
  const subject = message.subject || tm('noSubject')
  const shown = byPatient(message.studies)
    .slice(0, 3)
    .map(({ patient }) => patient)
  const patients = shown.map(({ name, id }) => formatPersonName(likelyOr(name)) || id)
  const parties = box === 'inbox' ? [message.sender] : message.recipients
  const first = message.studies[0]
  const description = likelyOr(first?.description ?? '')
  const date = formatDicomDate(first?.date ?? null, i18n.language)
  const modalities = [...new Set(message.studies.flatMap((study) => study.modalities))].join(', ')
  const status = box === 'inbox' ? (standing.received?.status ?? message.status) : message.status
  return (
    <tr data-unread={unread || undefined} data-gone={status === 'deleted' || undefined}>
      <td className={classes.choice}>
        <label className={classes.target}>
          <input
            type="checkbox"
            aria-label={t('choose.one', { subject })}
            checked={isChosen}
            onChange={(event) => onChoose(event.currentTarget.checked)}
          />
        </label>
      </td>
      <td className={classes.party}>{parties.map(({ name }) => name).join(', ')}</td>
      <th scope="row" className={classes.subject}>
        {unread ? <span className={classes.unread}>{t('unreadMark')}</span> : null}
        {message.urgent ? <span className={classes.urgent}>{tm('urgent')}</span> : null}
        <Link to="/messages/$id" params={{ id: message.id }} preload={false}>
          {subject}
        </Link>
        {patients.length > 0 ? (
          <span className={classes.patient} title={declared(shown.map(({ name }) => name))}>
            {patients.join('; ')}
          </span>
        ) : null}
      </th>
      <td className={classes.study}>
        {first ? (
          <>
            <span className={classes.modalities}>{modalities}</span>{' '}
            <span title={declared([first.description])}>
              {description}
              {description && date ? ', ' : ''}
              <span className={classes.date}>{date}</span>
            </span>
            {message.studies.length > 1
              ? ` ${t('moreStudies', { count: message.studies.length - 1 })}`
              : null}
          </>
        ) : (
          '–'
        )}
        {message.missingInstances ? (
          <span className={classes.missing}>
            {tm('declared.inBox', {
              count: message.missingInstances,
              number: formatNumber(message.missingInstances, i18n.language),
            })}
          </span>
        ) : null}
      </td>
      <td className={classes.size} data-label={t('column.size')}>
        {formatBytes(message.sizeBytes, i18n.language)}
      </td>
      <td className={classes.at} data-label={t(`column.at.${box}`)}>
        <time dateTime={message.createdAt} title={formatDateTime(message.createdAt, i18n.language)}>
          {formatMoment(message.createdAt, i18n.language, new Date())}
        </time>
      </td>
      <td className={classes.status}>
        {box === 'inbox' ? <StatusBadge status={status} view="box" /> : <SentStatus message={message} />}
      </td>
      <td className={classes.actions}>
        {standing.canDownload ? (
          <DownloadLink
            messageId={message.id}
            className={classes.action}
            label={t('downloadNamed', { subject })}
            title={tm('download')}
            onProblem={onProblem}
          >
            <DownloadIcon />
          </DownloadLink>
        ) : null}
        {standing.canDelete ? (
          <button
            type="button"
            className={`${classes.action} ${classes.remove}`}
            aria-label={t('deleteNamed', { subject })}
            title={tm('delete')}
            onClick={onDelete}
          >
            <TrashIcon />
          </button>
        ) : null}
      </td>
    </tr>
  )
}
