/** What the look has found: how far it is, what needs an answer, whose images, and what will not be delivered. */
import { Alert, Button, Loader } from '@mantine/core'
import { useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatBytes, formatNumber } from '../format/sizes.ts'
import { WarningIcon } from '../icons/icons.tsx'
import { Answer } from './Answer.tsx'
import type { SendingLook } from './answers.ts'
import { FoundFiles } from './FoundFiles.tsx'
import { FoundPatients } from './FoundPatients.tsx'
import { countKept, firstSeries } from './kept.ts'
import classes from './LookPanel.module.css'
import { Notices } from './Notices.tsx'

interface LookPanelProps {
  readonly sending: SendingLook
  /** The button was pressed without the answer that is needed. */
  readonly invalid: boolean
}

const seriesAtOnce = 60

export function LookPanel({ sending, invalid }: LookPanelProps) {
  const { t, i18n } = useTranslation('looking')
  const { look, state, leftOut, onLeaveOut, question } = sending
  const [most, setMost] = useState(seriesAtOnce)
  const { phase, found } = state
  // Rows are drawn in between whatever else the page has to answer.
  const listed = useDeferredValue(state)
  const canLeaveOut = listed.phase === 'done' && phase === 'done'
  if (phase === 'idle') return null
  const number = (count: number) => ({ count, number: formatNumber(count, i18n.language) })
  const patients = listed.found?.patients ?? []
  const all = countKept(patients, new Set())
  return (
    <section className={classes.panel}>
      <h2>{t('title')}</h2>
      <p className={classes.lead}>{t('lead')}</p>
      <Progress sending={sending} />
      {phase === 'failed' ? (
        <Alert color="amber" icon={<WarningIcon />} title={t('failed.title')}>
          {t('failed.text')}
        </Alert>
      ) : null}
      {question ? (
        <Answer
          id="answer"
          question={question}
          isAnswered={sending.isAnswered}
          onAnswer={sending.onAnswer}
          invalid={invalid}
        />
      ) : null}
      {found ? <Notices found={found} /> : null}
      {leftOut.size > 0 ? <p className={classes.note}>{t('leftOut', number(leftOut.size))}</p> : null}
      <FoundPatients
        patients={firstSeries(patients, most)}
        whole={patients}
        leftOut={leftOut}
        onLeaveOut={canLeaveOut ? onLeaveOut : undefined}
        look={canLeaveOut ? look : undefined}
      />
      {all.series > most ? (
        <Button variant="default" onClick={() => setMost(most + 4 * seriesAtOnce)}>
          {t('more', number(all.series - most))}
        </Button>
      ) : null}
      {found ? <FoundFiles files={found.files} /> : null}
    </section>
  )
}

function Progress({ sending: { state, leftOut, look } }: Pick<LookPanelProps, 'sending'>) {
  const { t, i18n } = useTranslation('looking')
  const { phase, found, filesDone } = state
  const said = (count: number) => ({ count, number: formatNumber(count, i18n.language) })
  if (phase === 'looking') {
    return (
      <div className={classes.progress}>
        {/* Said once: a number that grows three times a second is no news to whoever listens. */}
        <p role="status">{t('begun')}</p>
        <p aria-hidden="true" className={classes.counter}>
          <Loader size="xs" /> {t('looking', said(filesDone))}
        </p>
        <Button variant="subtle" onClick={() => look.skip()}>
          {t('skip')}
        </Button>
      </div>
    )
  }
  if (phase !== 'done' || !found) return null
  const kept = countKept(found.patients, leftOut)
  if (kept.instances === 0) {
    return <p role="status">{t(found.patients.length === 0 ? 'nothing' : 'noneKept')}</p>
  }
  return (
    <p role="status">
      {t('done', {
        patients: t('counted.patients', said(kept.patients)),
        studies: t('counted.studies', said(kept.studies)),
        series: t('counted.series', said(kept.series)),
        images: t('counted.images', said(kept.instances)),
        size: formatBytes(kept.sizeBytes, i18n.language),
      })}
    </p>
  )
}
