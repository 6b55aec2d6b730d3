/** The institution's webhooks, for its representative: how calls go, a trial, and another one. */
import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { pauseWebhook, removeWebhook, tryWebhook, type Webhook, webhooksQuery } from '../api/webhooks.ts'
import { formatDateTime } from '../format/dates.ts'
import { ConfirmDialog } from '../layout/ConfirmDialog.tsx'
import { ProblemNotice } from '../layout/ProblemNotice.tsx'
import classes from '../own-institution/OwnInstitutionPage.module.css'
import { NewWebhookForm } from './NewWebhookForm.tsx'
import { RenewSecret } from './RenewSecret.tsx'

const MOST_WEBHOOKS = 5

export function Webhooks({ institutionId }: { institutionId: string }) {
  const { t } = useTranslation('webhooks')
  const queries = useQueryClient()
  const { data, error, refetch } = useQuery(webhooksQuery(institutionId))
  const [removed, setRemoved] = useState<Webhook>()
  const refresh = () => queries.invalidateQueries({ queryKey: ['own', 'webhooks'] })
  return (
    <section className={classes.part} aria-labelledby="webhooks">
      <h2 id="webhooks" tabIndex={-1}>
        {t('title')}
      </h2>
      <p className={classes.lead}>{t('lead')}</p>
      {error ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      <ul className={classes.cards}>
        {(data ?? []).map((webhook) => (
          <li key={webhook.id} className={classes.card}>
            <OneWebhook
              institutionId={institutionId}
              webhook={webhook}
              onChange={refresh}
              onRemove={() => setRemoved(webhook)}
            />
          </li>
        ))}
      </ul>
      {data && data.length < MOST_WEBHOOKS ? (
        <NewWebhookForm institutionId={institutionId} onAdded={refresh} />
      ) : null}
      {removed ? (
        <ConfirmDialog
          title={t('removal.title')}
          keepLabel={t('removal.keep')}
          confirmLabel={t('remove')}
          onConfirm={async () => {
            await removeWebhook(institutionId, removed.id).finally(refresh)
          }}
          onClose={() => {
            setRemoved(undefined)
            document.getElementById('webhooks')?.focus()
          }}
        >
          <p>{t('removal.text', { address: removed.url })}</p>
        </ConfirmDialog>
      ) : null}
    </section>
  )
}

interface OneWebhookProps {
  readonly institutionId: string
  readonly webhook: Webhook
  readonly onChange: () => Promise<unknown>
  readonly onRemove: () => void
}

function OneWebhook({ institutionId, webhook, onChange, onRemove }: OneWebhookProps) {
  const { t, i18n } = useTranslation('webhooks')
  const isPaused = webhook.pausedAt !== null
  const trial = useMutation({ mutationFn: () => tryWebhook(institutionId, webhook.id) })
  const pause = useMutation({
    mutationFn: () => pauseWebhook(institutionId, webhook.id, !isPaused),
    onSettled: onChange,
  })
  const when = (at: string) => formatDateTime(at, i18n.language)
  const why = (problem: string) =>
    i18n.exists(`webhooks:problem.${problem}`)
      ? t(`problem.${problem}`)
      : t('problem.other', { code: problem.replace(/^status-/, '') })
  return (
    <>
      <p className={classes.name}>{webhook.url}</p>
      <p className={classes.soft}>
        {webhook.happenings.map((each) => t(`happening.${each.replace('.', '-')}`)).join(' · ')}
      </p>
      <p>
        {isPaused
          ? t('standing.paused', { at: when(webhook.pausedAt) })
          : webhook.problem !== null
            ? webhook.retryAt === null
              ? t('standing.trying')
              : t('standing.failing', { count: webhook.waiting, at: when(webhook.retryAt) })
            : webhook.takenAt === null
              ? t('standing.new')
              : t('standing.good', { at: when(webhook.takenAt) })}
        {webhook.problem === null ? '' : ` ${why(webhook.problem)}`}
      </p>
      <div className={classes.actions}>
        <Button variant="default" size="sm" loading={trial.isPending} onClick={() => trial.mutate()}>
          {t('try')}
        </Button>
        <Button variant="default" size="sm" loading={pause.isPending} onClick={() => pause.mutate()}>
          {t(isPaused ? 'resume' : 'pause')}
        </Button>
        <Button variant="outline" color="red" size="sm" onClick={onRemove}>
          {t('remove')}
        </Button>
      </div>
      <p role="status">
        {trial.data ? (trial.data.isTaken ? t('trial.taken') : why(trial.data.problem ?? '')) : ''}
      </p>
      <RenewSecret institutionId={institutionId} webhook={webhook} onChange={onChange} />
      {trial.error ? <ProblemNotice error={trial.error} /> : null}
      {pause.error ? <ProblemNotice error={pause.error} /> : null}
    </>
  )
}
