/** Another secret for a webhook: the one before serves for a day, or ends at once where others have learnt it. */
import { Button, Checkbox } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { renewSecret, type Webhook } from '../api/webhooks.ts'
import { formatDateTime } from '../format/dates.ts'
import { ConfirmDialog } from '../layout/ConfirmDialog.tsx'
import classes from '../own-institution/OwnInstitutionPage.module.css'

const HOURS_OF_BOTH = 24

interface RenewSecretProps {
  readonly institutionId: string
  readonly webhook: Webhook
  readonly onChange: () => Promise<unknown>
}

export function RenewSecret({ institutionId, webhook, onChange }: RenewSecretProps) {
  const { t, i18n } = useTranslation('webhooks')
  const [isAsked, setAsked] = useState(false)
  const [endsAtOnce, setEndsAtOnce] = useState(false)
  const renewal = useMutation({
    mutationFn: () => renewSecret(institutionId, webhook.id, endsAtOnce ? 0 : HOURS_OF_BOTH),
    onSettled: onChange,
  })
  const { previousSecretUntil: until } = webhook
  return (
    <>
      {until === null ? null : (
        <p className={classes.soft}>{t('secret.both', { at: formatDateTime(until, i18n.language) })}</p>
      )}
      <Button variant="subtle" size="sm" onClick={() => setAsked(true)}>
        {t('secret.renew')}
      </Button>
      <p role="status" className={renewal.data ? classes.said : undefined}>
        {renewal.data ? (
          <>
            {t('secret.told')} <code>{renewal.data.secret}</code>
          </>
        ) : null}
      </p>
      {isAsked ? (
        <ConfirmDialog
          title={t('secret.title')}
          keepLabel={t('secret.keep')}
          confirmLabel={t('secret.renew')}
          onConfirm={async () => {
            await renewal.mutateAsync()
          }}
          onClose={() => setAsked(false)}
        >
          <p>
            {until === null
              ? t('secret.text', { count: HOURS_OF_BOTH })
              : t('secret.onlyAtOnce', { at: formatDateTime(until, i18n.language) })}
          </p>
          <Checkbox
            size="md"
            label={t('secret.atOnce')}
            checked={endsAtOnce}
            onChange={(event) => setEndsAtOnce(event.currentTarget.checked)}
          />
        </ConfirmDialog>
      ) : null}
    </>
  )
}
