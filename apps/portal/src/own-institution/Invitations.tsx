/** Colleagues are invited by mail; what was not accepted yet can be withdrawn. */
import { Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type PendingInvitation, peopleQuery, withdrawInvitation } from '../api/own-institution.ts'
import { formatDateTime } from '../format/dates.ts'
import { ConfirmDialog } from '../layout/ConfirmDialog.tsx'
import table from '../layout/ResponsiveTable.module.css'
import { InviteForm } from './InviteForm.tsx'
import classes from './OwnInstitutionPage.module.css'

export function Invitations({ institutionId }: { institutionId: string }) {
  const { t } = useTranslation('people')
  const queries = useQueryClient()
  const { data } = useQuery(peopleQuery(institutionId))
  const [withdrawn, setWithdrawn] = useState<PendingInvitation>()
  const refresh = () => queries.invalidateQueries({ queryKey: ['own', 'people'] })
  const invitations = data?.invitations ?? []
  return (
    <section className={classes.part} aria-labelledby="invitations">
      <h2 id="invitations" tabIndex={-1}>
        {t('invitations.title')}
      </h2>
      <p className={classes.lead}>{t('invitations.lead')}</p>
      {invitations.length === 0 ? null : (
        <InvitationsTable invitations={invitations} onWithdraw={setWithdrawn} />
      )}
      <InviteForm institutionId={institutionId} onInvited={refresh} />
      {withdrawn ? (
        <ConfirmDialog
          title={t('withdrawal.title', { name: withdrawn.name })}
          keepLabel={t('withdrawal.keep')}
          confirmLabel={t('withdrawal.withdraw')}
          onConfirm={async () => {
            await withdrawInvitation(institutionId, withdrawn.id).finally(refresh)
          }}
          onClose={() => {
            setWithdrawn(undefined)
            document.getElementById('invitations')?.focus()
          }}
        >
          <p>{t('withdrawal.text', { email: withdrawn.email })}</p>
        </ConfirmDialog>
      ) : null}
    </section>
  )
}

interface InvitationsTableProps {
  readonly invitations: readonly PendingInvitation[]
  readonly onWithdraw: (invitation: PendingInvitation) => void
}

function InvitationsTable({ invitations, onWithdraw }: InvitationsTableProps) {
  const { t, i18n } = useTranslation('people')
  return (
    <table className={table.table}>
      <caption hidden>{t('invitations.title')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('column.name')}</th>
          <th scope="col">{t('column.role')}</th>
          <th scope="col">{t('column.sent')}</th>
          <th scope="col">{t('column.until')}</th>
          <th scope="col">{t('column.withdrawal')}</th>
        </tr>
      </thead>
      <tbody>
        {invitations.map((invitation) => (
          <tr key={invitation.id}>
            <th scope="row">
              <div className={classes.cell}>
                {invitation.name}
                <p className={classes.soft}>{invitation.email}</p>
              </div>
            </th>
            <td data-label={t('column.role')}>{t(`role.${invitation.role}`)}</td>
            <td data-label={t('column.sent')}>{formatDateTime(invitation.createdAt, i18n.language)}</td>
            <td data-label={t('column.until')}>
              {invitation.isOver
                ? t('invitations.over')
                : formatDateTime(invitation.expiresAt, i18n.language)}
            </td>
            <td>
              <Button
                variant="outline"
                color="red"
                size="md"
                aria-label={t('withdrawal.button', { name: invitation.name })}
                onClick={() => onWithdraw(invitation)}
              >
                {t('withdrawal.withdraw')}
              </Button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
