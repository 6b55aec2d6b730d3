/** The accessibility statement that Act 99/2019 Sb. asks of public services. */
import { useTranslation } from 'react-i18next'
import { PageBody } from '../layout/PageBody.tsx'
import { PageTitle } from '../layout/PageTitle.tsx'
import { Prose } from '../layout/Prose.tsx'
import classes from './AccessibilityPage.module.css'

const parts = ['compliance', 'limits', 'use', 'feedback', 'enforcement'] as const

export function AccessibilityPage() {
  const { t } = useTranslation('accessibility')
  return (
    <PageBody width="reading">
      <PageTitle title={t('title')} lead={t('lead')} />
      {parts.map((part) => (
        <section key={part} className={classes.part}>
          <h2>{t(`${part}.title`)}</h2>
          <Prose t={t} text={`${part}.text`} />
        </section>
      ))}
    </PageBody>
  )
}
