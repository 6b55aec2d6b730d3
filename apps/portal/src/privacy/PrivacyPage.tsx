/** What personal data the centre keeps (GDPR, art. 13 and 14), as the product handles it. */
import { useTranslation } from 'react-i18next'
import { PageBody } from '../layout/PageBody.tsx'
import { PageTitle } from '../layout/PageTitle.tsx'
import { ProseParts } from '../layout/ProseParts.tsx'

const parts = ['controller', 'patients', 'people', 'requests', 'traces', 'rights'] as const

export function PrivacyPage() {
  const { t } = useTranslation('privacy')
  return (
    <PageBody width="reading">
      <PageTitle title={t('title')} lead={t('lead')} />
      <ProseParts t={t} parts={parts} />
    </PageBody>
  )
}
