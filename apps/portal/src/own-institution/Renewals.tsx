/** Renewed certificates of colleagues: the new one against the earlier ones, to be confirmed by who knows the person. */

import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { decideRenewal, type Renewal, renewalsQuery } from '../api/own-institution.ts'
import { formatDateTime } from '../format/dates.ts'
import { CheckIcon } from '../icons/icons.tsx'
import { ConfirmDialog } from '../layout/ConfirmDialog.tsx'
import { FactList } from '../layout/FactList.tsx'
import { ProblemNotice } from '../layout/ProblemNotice.tsx'
import classes from './OwnInstitutionPage.module.css'

export function Renewals({ institutionId }: { institutionId: string }) {
  const { t } = useTranslation('people')
  const queries = useQueryClient()
  const { data, error, refetch } = useQuery(renewalsQuery(institutionId))
  const [refused, setRefused] = useState<Renewal>()
  const [said, setSaid] = useState('')
  const refresh = () => queries.invalidateQueries({ queryKey: ['own', 'renewals'] })
  const confirm = useMutation({
    mutationFn: (renewal: Renewal) => decideRenewal(institutionId, renewal.id, 'confirm'),
    onSuccess: (_, { person }) => setSaid(t('renewals.confirmed', { name: person.name })),
    onSettled: refresh,
  })
  const isEmpty = data !== undefined && data.items.length === 0
  // Renewals are rare: a heading over nothing would only be in the way.
  if (isEmpty && said === '' && !confirm.error) return null
  return (
    <section className={classes.part} aria-labelledby="renewals">
      <h2 id="renewals" tabIndex={-1}>
        {t('renewals.title')}
      </h2>
      {isEmpty ? null : <p className={classes.lead}>{t('renewals.lead')}</p>}
      {error ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {confirm.error ? <ProblemNotice error={confirm.error} /> : null}
      <ul className={classes.cards}>
        {(data?.items ?? []).map((renewal) => (
          <li key={renewal.id} className={classes.card}>
            <h3>{renewal.person.name}</h3>
            <Compared renewal={renewal} />
            <div className={classes.actions}>
              <Button
                size="md"
                leftSection={<CheckIcon />}
                loading={confirm.isPending}
                onClick={() => confirm.mutate(renewal)}
              >
                {t('renewals.confirm')}
              </Button>
              <Button variant="outline" color="red" size="md" onClick={() => setRefused(renewal)}>
                {t('renewals.refuse')}
              </Button>
            </div>
          </li>
        ))}
      </ul>
      <p role="status">{said}</p>
      {refused ? (
        <ConfirmDialog
          title={t('renewals.refusal.title', { name: refused.person.name })}
          keepLabel={t('renewals.refusal.keep')}
          confirmLabel={t('renewals.refuse')}
          onConfirm={async () => {
            await decideRenewal(institutionId, refused.id, 'refuse')
            setSaid(t('renewals.refused', { name: refused.person.name }))
            await refresh()
          }}
          onClose={() => {
            setRefused(undefined)
            document.getElementById('renewals')?.focus()
          }}
        >
          <p>{t('renewals.refusal.text')}</p>
        </ConfirmDialog>
      ) : null}
    </section>
  )
}

function Compared({ renewal }: { renewal: Renewal }) {
  const { t, i18n } = useTranslation('people')
  const day = (iso: string) => formatDateTime(iso, i18n.language)
  return (
    <div className={classes.compare}>
      <div className={classes.side}>
        <h4>{t('renewals.earlier')}</h4>
        {renewal.earlier.map(({ issuer, identifiers, notAfter }) => (
          <FactList
            key={`${issuer} ${identifiers.join()} ${notAfter}`}
            facts={[
              [t('renewals.issuer'), issuer],
              [t('renewals.identifiers'), identifiers.join(', ')],
              [t('renewals.until'), notAfter === null ? null : day(notAfter)],
            ]}
          />
        ))}
      </div>
      <div className={classes.side}>
        <h4>{t('renewals.new')}</h4>
        <FactList
          facts={[
            [t('renewals.issuer'), renewal.issuer],
            [t('renewals.identifiers'), renewal.identifiers.join(', ')],
            [t('renewals.until'), day(renewal.notAfter)],
            [t('renewals.subject'), renewal.subject],
            [t('renewals.fingerprint'), renewal.fingerprintSha256],
            [t('renewals.since'), day(renewal.requestedAt)],
          ]}
        />
      </div>
    </div>
  )
}
