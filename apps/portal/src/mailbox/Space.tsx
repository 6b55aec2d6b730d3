/** How full the mailbox is, as a bar; what takes the space is listed on request, with links and deletion. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { largestQuery } from '../api/mailbox.ts'
import { mailboxQuery } from '../api/messages.ts'
import type { HeldMessage } from '../api/types.ts'
import { formatDateTime } from '../format/dates.ts'
import { formatBytes } from '../format/sizes.ts'
import { ChevronDownIcon } from '../icons/icons.tsx'
import { TrashIcon } from '../icons/message-icons.tsx'
import meter from '../layout/Meter.module.css'
import { ProblemNotice } from '../layout/ProblemNotice.tsx'
import { DeleteDialog } from '../messages/DeleteDialog.tsx'
import classes from './Space.module.css'

/** From here on the bar warns. */
const NEARLY_FULL = 0.9

export function Space() {
  const { t, i18n } = useTranslation('mailbox')
  const [isOpen, setOpen] = useState(false)
  const listId = useId()
  const { data } = useQuery(mailboxQuery)
  if (!data || data.quotaBytes === null) return null
  const { quotaBytes, usedBytes, reservedBytes } = data
  const size = (bytes: number) => formatBytes(bytes, i18n.language)
  // A quota may have been lowered below what lies there.
  const share = quotaBytes > 0 ? Math.min(1, usedBytes / quotaBytes) : 1
  const freeBytes = Math.max(0, quotaBytes - usedBytes)
  const said = t('space.used', { used: size(usedBytes), quota: size(quotaBytes), free: size(freeBytes) })
  return (
    <section className={classes.space} data-full={share >= NEARLY_FULL || undefined}>
      <h2 className={classes.title}>{t('space.title')}</h2>
      <meter
        className={`${meter.bar} ${classes.bar}`}
        min={0}
        max={1}
        value={share}
        aria-label={t('space.title')}
      >
        {said}
      </meter>
      <p className={classes.said}>
        {said}
        {reservedBytes > 0 ? ` ${t('space.reserved', { size: size(reservedBytes) })}` : null}
        {share >= NEARLY_FULL ? <strong> {t('space.nearlyFull')}</strong> : null}
      </p>
      <button
        type="button"
        className={classes.more}
        aria-expanded={isOpen}
        aria-controls={listId}
        onClick={() => setOpen(!isOpen)}
      >
        {t('space.what')}
        <ChevronDownIcon size={16} />
      </button>
      <div id={listId} className={classes.largest} hidden={!isOpen}>
        {isOpen ? <Largest /> : null}
      </div>
    </section>
  )
}

function Largest() {
  const { t, i18n } = useTranslation('mailbox')
  const { t: tm } = useTranslation('messages')
  const { data, error, refetch } = useQuery(largestQuery)
  const [deleting, setDeleting] = useState<HeldMessage>()
  if (error && !data) return <ProblemNotice error={error} onRetry={() => void refetch()} />
  if (!data) return null
  if (data.length === 0) return <p>{t('space.nothing')}</p>
  return (
    <>
      <ol className={classes.list} aria-label={t('space.what')}>
        {data.map((message) => {
          const subject = message.subject || tm('noSubject')
          return (
            <li key={message.id}>
              <span className={classes.message}>
                <Link to="/messages/$id" params={{ id: message.id }} preload={false}>
                  {subject}
                </Link>
                <span className={classes.from}>
                  {message.sender.name}, {formatDateTime(message.createdAt, i18n.language)}
                </span>
              </span>
              <span className={classes.held}>
                {formatBytes(message.heldBytes, i18n.language)}
                <progress value={message.heldBytes} max={data[0]?.heldBytes ?? 1} aria-hidden="true" />
              </span>
              <button
                type="button"
                className={classes.remove}
                aria-label={t('deleteNamed', { subject })}
                title={tm('delete')}
                onClick={() => setDeleting(message)}
              >
                <TrashIcon />
              </button>
            </li>
          )
        })}
      </ol>
      {deleting ? <DeleteDialog message={deleting} onClose={() => setDeleting(undefined)} /> : null}
    </>
  )
}
