/** The dialog before a decision of an operator: with the words of the console, and refusals that only it meets. */
import { useTranslation } from 'react-i18next'
import { ConfirmDialog, type ConfirmDialogProps } from '../layout/ConfirmDialog.tsx'
import { StaffProblem } from './StaffProblem.tsx'

type StaffDialogProps<Answer> = Omit<ConfirmDialogProps<Answer>, 'keepLabel' | 'problem'>

export function StaffDialog<Answer>(props: StaffDialogProps<Answer>) {
  const { t } = useTranslation('operator')
  return (
    <ConfirmDialog
      tone="blue"
      {...props}
      keepLabel={t('dialog.back')}
      problem={(error) => <StaffProblem error={error} />}
    />
  )
}
