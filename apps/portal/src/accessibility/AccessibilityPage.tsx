/** The accessibility statement that Act 99/2019 Sb. asks of public services. */
import { useTranslation } from 'react-i18next'
import { PageBody } from '../layout/PageBody.tsx'
import { PageTitle } from '../layout/PageTitle.tsx'
import { ProseParts } from '../layout/ProseParts.tsx'

const parts = ['compliance', 'limits', 'use', 'feedback', 'enforcement'] as const

export function AccessibilityPage() {
  const { t } = useTranslation('accessibility')
  return (
    <PageBody width="reading">
      <PageTitle title={t('title')} lead={t('lead')} />
      <ProseParts t={t} parts={parts} />
    </PageBody>
  )
}
