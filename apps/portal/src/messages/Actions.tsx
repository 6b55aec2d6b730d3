/** What may be done with the message: collect it, pass it on, delete the data, take it back. */
import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { cancelMessage } from '../api/messages.ts'
import type { Problem } from '../api/problem.ts'
import type { Message } from '../api/types.ts'
import { formatBytes } from '../format/sizes.ts'
import { DownloadIcon, ForwardIcon, LabelIcon, ReplyIcon, TrashIcon } from '../icons/message-icons.tsx'
import { ProblemNotice } from '../layout/ProblemNotice.tsx'
import { DesktopViewers } from '../opening/DesktopViewers.tsx'
import classes from './Actions.module.css'
import { DeleteDialog } from './DeleteDialog.tsx'
import { DownloadLink } from './DownloadLink.tsx'
import type { Standing } from './standing.ts'

const StudyDownload = lazy(() => import('./StudyDownload.tsx'))

export function Actions({ message, standing }: { message: Message; standing: Standing }) {
  const { t, i18n } = useTranslation(['messages', 'forwarding', 'replying'])
  const [deleting, setDeleting] = useState(false)
  const [choosing, setChoosing] = useState(false)
  const [downloadProblem, setDownloadProblem] = useState<Problem>()
  const queries = useQueryClient()
  const cancel = useMutation({
    mutationFn: () => cancelMessage(message.id),
    onSettled: () => queries.invalidateQueries(),
  })
  return (
    <div className={classes.actions}>
      {standing.canDownload ? (
        <DownloadLink className={classes.download} messageId={message.id} onProblem={setDownloadProblem}>
          <DownloadIcon />
          {t('download')}
          <span className={classes.size}>ZIP, {formatBytes(message.sizeBytes, i18n.language)}</span>
        </DownloadLink>
      ) : null}
      {standing.canDownload && message.studies.length > 1 ? (
        <Button variant="outline" size="md" leftSection={<DownloadIcon />} onClick={() => setChoosing(true)}>
          {t('studyDownload.open')}
        </Button>
      ) : null}
      {standing.canDownload ? (
        <DownloadLink
          className={classes.forward}
          messageId={message.id}
          isForMedia
          title={t('mediaDownload.about')}
          onProblem={setDownloadProblem}
        >
          <DownloadIcon />
          {t('mediaDownload.download')}
        </DownloadLink>
      ) : null}
      {standing.canDownload && message.studies.length > 0 ? (
        <Link className={classes.forward} to="/messages/$id/label" params={{ id: message.id }}>
          <LabelIcon />
          {t('mediaDownload.label')}
        </Link>
      ) : null}
      {standing.canDownload ? <DesktopViewers messageId={message.id} /> : null}
      {standing.canReply ? (
        message.senderTakesMessages ? (
          <Link className={classes.forward} to="/messages/$id/reply" params={{ id: message.id }}>
            <ReplyIcon />
            {t('replying:open')}
          </Link>
        ) : (
          <p className={classes.noReply}>{t('replying:senderTakesNone')}</p>
        )
      ) : null}
      {standing.canDownload ? (
        <Link className={classes.forward} to="/messages/$id/forward" params={{ id: message.id }}>
          <ForwardIcon />
          {t('forwarding:open')}
        </Link>
      ) : null}
      {standing.canDelete ? (
        <Button
          variant="outline"
          color="red"
          size="md"
          leftSection={<TrashIcon />}
          onClick={() => setDeleting(true)}
        >
          {t('delete')}
        </Button>
      ) : null}
      {standing.canCancel ? (
        <Button
          variant="outline"
          color="red"
          size="md"
          loading={cancel.isPending}
          onClick={() => cancel.mutate()}
        >
          {t('cancel')}
        </Button>
      ) : null}
      {downloadProblem ? <ProblemNotice error={downloadProblem} /> : null}
      {cancel.error ? <ProblemNotice error={cancel.error} /> : null}
      {choosing ? (
        <Suspense>
          <StudyDownload message={message} onClose={() => setChoosing(false)} />
        </Suspense>
      ) : null}
      {deleting ? <DeleteDialog message={message} onClose={() => setDeleting(false)} /> : null}
    </div>
  )
}
