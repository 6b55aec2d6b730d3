/** A running transfer: how far, how fast, how long; pause, resume, cancel. Leaving the page asks first. */
import { Button, Progress } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { Link, useBlocker, useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { asProblem, type Problem } from '../api/problem.ts'
import { sessionQuery } from '../api/session.ts'
import { formatBytes, formatRate, timeLeft } from '../format/sizes.ts'
import { PauseIcon, PlayIcon } from '../icons/message-icons.tsx'
import { ProblemNotice } from '../layout/ProblemNotice.tsx'
import classes from './TransferPanel.module.css'
import type { Transfer } from './transfer.ts'

interface TransferPanelProps {
  readonly transfer: Transfer
  readonly onBack: () => void
}

export function TransferPanel({ transfer, onBack }: TransferPanelProps) {
  const { t, i18n } = useTranslation('sending')
  const state = useSyncExternalStore(transfer.subscribe, transfer.getState)
  const { phase, sentBytes, totalBytes, bytesPerSecond, problem, messageId } = state
  const [cancelProblem, setCancelProblem] = useState<Problem>()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const title = useRef<HTMLHeadingElement>(null)
  // The button that started it is gone from the page; the focus must not be lost with it.
  useEffect(() => {
    title.current?.focus({ preventScroll: true })
    window.scrollTo({ top: 0 })
  }, [])

  useBlocker({
    shouldBlockFn: () => transfer.isUnderWay && !window.confirm(t('transfer.leave')),
    enableBeforeUnload: () => transfer.isUnderWay,
  })

  useEffect(() => {
    if (phase === 'done' && messageId !== undefined) {
      void queries.invalidateQueries({ queryKey: ['messages'] })
      void navigate({ to: '/messages/$id', params: { id: messageId }, replace: true })
    }
  }, [phase, messageId, navigate, queries])

  // Gone from the page (after the question above): the centre is told not to wait for the rest.
  useEffect(
    () => () => {
      if (transfer.isUnderWay) transfer.cancel().catch(() => undefined)
    },
    [transfer],
  )

  async function goOn() {
    // The session may have ended meanwhile and been opened again in another tab.
    await queries.fetchQuery({ ...sessionQuery, staleTime: 0 }).catch(() => undefined)
    if (messageId === undefined) await transfer.start()
    else transfer.resume()
  }

  async function cancel() {
    try {
      await transfer.cancel()
      onBack()
    } catch (error) {
      setCancelProblem(asProblem(error))
    }
  }

  const percent = totalBytes === 0 ? 100 : Math.floor((sentBytes * 100) / totalBytes)
  const left = phase === 'sending' ? timeLeft(totalBytes - sentBytes, bytesPerSecond) : undefined
  const size = (bytes: number) => formatBytes(bytes, i18n.language)
  const refused = phase === 'stopped' && messageId === undefined

  return (
    <section className={classes.panel} aria-labelledby="transfer-title">
      <div role="status">
        <h2 id="transfer-title" ref={title} tabIndex={-1} className={classes.title}>
          {t(`transfer.phase.${phase}`)}
        </h2>
      </div>
      {refused ? null : (
        <>
          <Progress.Root size="xl">
            <Progress.Section
              value={percent}
              aria-label={t('transfer.progress')}
              aria-valuetext={t('transfer.valueText', {
                percent,
                sent: size(sentBytes),
                total: size(totalBytes),
              })}
            />
          </Progress.Root>
          <dl className={classes.numbers}>
            <div>
              <dt>{t('transfer.sent')}</dt>
              <dd>{t('transfer.sentOf', { sent: size(sentBytes), total: size(totalBytes) })}</dd>
            </div>
            <div>
              <dt>{t('transfer.rate')}</dt>
              <dd>{bytesPerSecond > 0 ? formatRate(bytesPerSecond, i18n.language) : '–'}</dd>
            </div>
            <div>
              <dt>{t('transfer.left')}</dt>
              <dd>{left ? t(`transfer.${left.unit}`, { count: left.count }) : '–'}</dd>
            </div>
          </dl>
        </>
      )}
      {/* Of the session's end the notice above the page tells, with the way to sign in. */}
      {problem && problem.code !== 'not-signed-in' ? <ProblemNotice error={problem} /> : null}
      {cancelProblem ? <ProblemNotice error={cancelProblem} /> : null}
      {phase === 'waiting' ? <p>{t('transfer.waitingText')}</p> : null}
      <div className={classes.actions}>
        {phase === 'sending' || phase === 'waiting' ? (
          <Button variant="outline" size="md" leftSection={<PauseIcon />} onClick={() => transfer.pause()}>
            {t('transfer.pause')}
          </Button>
        ) : null}
        {phase === 'paused' || (phase === 'stopped' && problem?.code !== 'file-unreadable') ? (
          <Button size="md" leftSection={<PlayIcon />} onClick={() => void goOn()}>
            {t(refused ? 'transfer.again' : 'transfer.resume')}
          </Button>
        ) : null}
        <Button variant="subtle" color="red" size="md" onClick={() => void cancel()}>
          {t(refused ? 'transfer.back' : 'transfer.cancel')}
        </Button>
        {cancelProblem && messageId !== undefined ? (
          <Link to="/messages/$id" params={{ id: messageId }} className={classes.message}>
            {t('transfer.openMessage')}
          </Link>
        ) : null}
      </div>
      {transfer.isUnderWay ? <p className={classes.hint}>{t('transfer.keepOpen')}</p> : null}
    </section>
  )
}
