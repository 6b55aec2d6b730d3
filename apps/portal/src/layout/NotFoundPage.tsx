/** No such page: says so and offers the ways that people most often look for. */
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { PageBody } from './PageBody.tsx'
import { PageTitle } from './PageTitle.tsx'

export function NotFoundPage() {
  const { t } = useTranslation('common')
  return (
    <PageBody width="reading">
      <PageTitle title={t('notFound.title')} lead={t('notFound.lead')} />
      <ul>
        <li>
          <Link to="/">{t('nav.about')}</Link>
        </li>
        <li>
          <Link to="/institutions">{t('nav.institutions')}</Link>
        </li>
        <li>
          <Link to="/help">{t('nav.help')}</Link>
        </li>
      </ul>
    </PageBody>
  )
}
