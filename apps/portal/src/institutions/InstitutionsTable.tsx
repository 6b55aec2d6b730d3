/** The directory's rows; cards on a phone. */
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { InstitutionSummary } from '../api/types.ts'
import { placeOf } from '../format/places.ts'
import table from '../layout/ResponsiveTable.module.css'
import classes from './InstitutionsTable.module.css'

export function InstitutionsTable({ institutions }: { institutions: readonly InstitutionSummary[] }) {
  const { t, i18n } = useTranslation('institutions')
  const { t: tc } = useTranslation('common')
  return (
    <table className={`${table.table} ${classes.table}`}>
      <caption hidden>{t('title')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('column.name')}</th>
          <th scope="col">{t('column.city')}</th>
          <th scope="col">{t('column.kind')}</th>
          <th scope="col">{t('column.connection')}</th>
        </tr>
      </thead>
      <tbody>
        {institutions.map(({ id, name, city, country, kind, connection }) => (
          <tr key={id}>
            <th scope="row">
              <Link to="/institutions/$id" params={{ id }}>
                {name}
              </Link>
            </th>
            <td data-label={t('column.city')}>{placeOf({ city, country }, i18n.language)}</td>
            <td data-label={t('column.kind')}>{tc(`kind.${kind}`)}</td>
            <td data-label={t('column.connection')}>{tc(`connection.${connection}`)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
