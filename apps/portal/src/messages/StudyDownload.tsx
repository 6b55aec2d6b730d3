/** Some studies of a message as a ZIP of their own. */
import { Button } from '@mantine/core'
import { useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Problem } from '../api/problem.ts'
import type { Message } from '../api/types.ts'
import { StudyChoice } from '../forwarding/StudyChoice.tsx'
import { DownloadIcon } from '../icons/message-icons.tsx'
import dialogClasses from '../layout/ConfirmDialog.module.css'
import { ProblemNotice } from '../layout/ProblemNotice.tsx'
import classes from './Actions.module.css'
import { DownloadLink } from './DownloadLink.tsx'

interface StudyDownloadProps {
  readonly message: Pick<Message, 'id' | 'studies'>
  readonly onClose: () => void
}

/** What the centre takes in one address. */
const MOST_STUDIES = 100

export default function StudyDownload({ message, onClose }: StudyDownloadProps) {
  const { t } = useTranslation('messages')
  const dialog = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  const uids = message.studies.map(({ studyInstanceUid }) => studyInstanceUid)
  const [leftOut, setLeftOut] = useState<ReadonlySet<string>>(new Set(uids))
  const [problem, setProblem] = useState<Problem>()
  useEffect(() => {
    const element = dialog.current
    element?.showModal()
    return () => element?.close()
  }, [])
  const chosen = uids.filter((uid) => !leftOut.has(uid))
  // All of them are the message's own package.
  const studies = leftOut.size === 0 ? [] : chosen
  return (
    <dialog ref={dialog} className={dialogClasses.dialog} aria-labelledby={titleId} onClose={onClose}>
      <h2 id={titleId}>{t('studyDownload.title')}</h2>
      <p>{t('studyDownload.text')}</p>
      <StudyChoice
        studies={message.studies}
        legend={t('studyDownload.studies')}
        leftOut={leftOut}
        onChange={setLeftOut}
      />
      <p role="status">
        {studies.length > MOST_STUDIES
          ? t('studyDownload.tooMany', { most: MOST_STUDIES })
          : t('studyDownload.chosen', { count: chosen.length })}
      </p>
      {problem ? <ProblemNotice error={problem} /> : null}
      <div className={dialogClasses.buttons}>
        <Button variant="default" size="md" onClick={() => dialog.current?.close()}>
          {t('studyDownload.close')}
        </Button>
        {chosen.length === 0 || studies.length > MOST_STUDIES ? (
          <Button size="md" leftSection={<DownloadIcon />} disabled>
            {t('studyDownload.download')}
          </Button>
        ) : (
          <DownloadLink
            className={classes.download}
            messageId={message.id}
            studies={studies}
            onProblem={setProblem}
          >
            <DownloadIcon />
            {t('studyDownload.download')}
          </DownloadLink>
        )}
      </div>
    </dialog>
  )
}
