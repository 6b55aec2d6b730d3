/** A transfer that its tab was closed over: which one, how it goes on, and how it is given up. */
import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { formatDateTime } from '../format/dates.ts'
import { formatBytes } from '../format/sizes.ts'
import { PlayIcon } from '../icons/icons.tsx'
import { ProblemNotice } from '../layout/ProblemNotice.tsx'
import classes from './UnfinishedNotice.module.css'
import { giveUp } from './unfinished-query.ts'
import { namesOf, type UnfinishedTransfer } from './unfinished-transfer.ts'

interface UnfinishedNoticeProps {
  readonly transfer: UnfinishedTransfer
  /** Undefined: its files are not chosen yet. */
  readonly onResume: (() => void) | undefined
}

export function UnfinishedNotice({ transfer, onResume }: UnfinishedNoticeProps) {
  const { t, i18n } = useTranslation('unfinished')
  const queries = useQueryClient()
  const { begunAt, recipients, totalBytes, chosen } = transfer
  const discard = useMutation({
    mutationFn: () => giveUp(transfer),
    onSettled: () => queries.invalidateQueries({ queryKey: ['own', 'unfinished'] }),
  })
  const { names, more } = namesOf(chosen.files)
  const listed = [...names, ...(more > 0 ? [t('more', { count: more })] : [])]
  return (
    <section className={classes.notice} aria-label={t('title')}>
      <h2>{t('title')}</h2>
      <p>
        {t('which', {
          recipients: recipients.join(', '),
          at: formatDateTime(begunAt, i18n.language),
          size: formatBytes(totalBytes, i18n.language),
        })}
      </p>
      <p>
        {onResume
          ? t('same')
          : t(chosen.report === null ? 'choose' : 'chooseWithReport', {
              files: listed.join(', '),
              report: chosen.report?.path,
            })}
      </p>
      <div className={classes.actions}>
        {onResume ? (
          <Button size="md" leftSection={<PlayIcon />} onClick={onResume}>
            {t('resume')}
          </Button>
        ) : null}
        <Button
          variant="subtle"
          color="red"
          size="md"
          loading={discard.isPending}
          onClick={() => discard.mutate()}
        >
          {t('discard')}
        </Button>
      </div>
      {discard.error ? <ProblemNotice error={discard.error} /> : null}
    </section>
  )
}
