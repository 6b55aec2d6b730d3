/** Asks before a version that is to come is withdrawn. */
import { useTranslation } from 'react-i18next'
import { type ConditionsVersion, withdrawConditions } from '../../api/conditions-versions.ts'
import { formatDateTime } from '../../format/dates.ts'
import { StaffDialog } from '../StaffDialog.tsx'

interface WithdrawalProps {
  readonly version: ConditionsVersion
  readonly onDone: () => Promise<void>
  readonly onClose: () => void
}

export function Withdrawal({ version: { version, validFrom }, onDone, onClose }: WithdrawalProps) {
  const { t, i18n } = useTranslation('conditions')
  const at = validFrom === null ? '' : formatDateTime(validFrom, i18n.language)
  return (
    <StaffDialog
      tone="red"
      title={t('withdraw.title', { version })}
      confirmLabel={t('withdraw.confirm')}
      onConfirm={() => withdrawConditions(version)}
      onDone={onDone}
      onClose={onClose}
    >
      <p>{t('withdraw.text', { at })}</p>
    </StaffDialog>
  )
}
