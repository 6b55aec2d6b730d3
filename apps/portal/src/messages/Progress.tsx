/** What is going on with the message right now, in one sentence, and what came of it. */
import { Progress as Bar } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { checkingKey } from '../api/messages.ts'
import type { Message } from '../api/types.ts'
import { formatDateTime } from '../format/dates.ts'
import { formatNumber } from '../format/sizes.ts'
import { CheckIcon, ClockIcon, CrossIcon, InfoIcon, WarningIcon } from '../icons/icons.tsx'
import type { CentreEvent } from '../live/centre-event.ts'
import { countOutcomes } from './file-groups.ts'
import classes from './Progress.module.css'
import { deletionOf, type Standing } from './standing.ts'

type Checking = Extract<CentreEvent, { type: 'progress' }>

export function Progress({ message, standing }: { message: Message; standing: Standing }) {
  const { t, i18n } = useTranslation('messages')
  // Only written to by the event stream.
  const { data: checking } = useQuery<Checking | null>({
    queryKey: checkingKey(message.id),
    queryFn: () => null,
    enabled: false,
  })
  const { tone, Icon, key } = situation(message, standing)
  if (key === undefined) return null
  const counts = countOutcomes(message.files)
  const mailboxes = message.deliveries.filter(({ status }) => status !== 'deleted').length
  const deletion = standing.received
    ? deletionOf(message.events, standing.received.institution.id)
    : undefined
  const share =
    checking && checking.bytesTotal > 0 ? (checking.bytesDone * 100) / checking.bytesTotal : undefined
  return (
    <div className={classes.notice} data-tone={tone}>
      <Icon size={24} />
      <div className={classes.text} role="status">
        <p className={classes.title}>{t(`situation.${key}.title`)}</p>
        <p>
          {key === 'dataDeleted' && deletion
            ? t('situation.dataDeleted.by', {
                actor: deletion.actor,
                at: formatDateTime(deletion.at, i18n.language),
              })
            : key === 'partly'
              ? t('situation.partly.text', {
                  count: mailboxes,
                  refused: t('counted.refused', {
                    count: counts.refused,
                    number: formatNumber(counts.refused, i18n.language),
                  }),
                  images: t('counted.images', {
                    count: message.instances,
                    number: formatNumber(message.instances, i18n.language),
                  }),
                })
              : key === 'complete'
                ? t('situation.complete.text', {
                    count: mailboxes,
                    images: t('counted.images', {
                      count: message.instances,
                      number: formatNumber(message.instances, i18n.language),
                    }),
                  })
                : t(`situation.${key}.text`)}
        </p>
        {key === 'checking' ? (
          <>
            <Bar
              className={classes.bar}
              value={share ?? 100}
              animated={share === undefined}
              striped={share === undefined}
              aria-label={t('situation.checking.title')}
            />
            {checking ? (
              <p className={classes.files}>
                {t('checkedFiles', {
                  count: checking.filesDone,
                  number: formatNumber(checking.filesDone, i18n.language),
                })}
              </p>
            ) : null}
          </>
        ) : null}
      </div>
    </div>
  )
}

type Tone = 'busy' | 'good' | 'warn' | 'bad' | 'quiet'
type Situation = { readonly tone: Tone; readonly Icon: typeof InfoIcon; readonly key: string | undefined }

function situation(message: Message, { isSender, received }: Standing): Situation {
  if (received?.status === 'deleted') return { tone: 'quiet', Icon: InfoIcon, key: 'dataDeleted' }
  if (!isSender) return { tone: 'quiet', Icon: InfoIcon, key: undefined }
  switch (message.status) {
    case 'uploading':
      return { tone: 'busy', Icon: ClockIcon, key: 'uploading' }
    case 'checking':
      return { tone: 'busy', Icon: ClockIcon, key: 'checking' }
    case 'accepted':
      return { tone: 'busy', Icon: ClockIcon, key: 'accepted' }
    case 'delivered':
      return message.files.some(({ outcome }) => outcome === 'refused')
        ? { tone: 'warn', Icon: WarningIcon, key: 'partly' }
        : { tone: 'good', Icon: CheckIcon, key: 'complete' }
    case 'rejected':
      if (message.problem === 'centre-out-of-space')
        return { tone: 'bad', Icon: CrossIcon, key: 'centreOutOfSpace' }
      if (message.problem !== null) return { tone: 'bad', Icon: CrossIcon, key: 'centreFailure' }
      return message.files.some(({ code }) => code === 'not-sent')
        ? { tone: 'bad', Icon: CrossIcon, key: 'rejectedWhole' }
        : { tone: 'bad', Icon: CrossIcon, key: 'rejected' }
    case 'cancelled':
      return { tone: 'quiet', Icon: InfoIcon, key: 'cancelled' }
    case 'expired':
      return { tone: 'quiet', Icon: InfoIcon, key: 'expired' }
    case 'deleted':
      return { tone: 'quiet', Icon: InfoIcon, key: 'allDeleted' }
  }
}
