/** The form and the register side by side, so that the eye finds what differs. */
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { providerQuery } from '../../api/operator.ts'
import type { Registration } from '../../api/operator-types.ts'
import { formatDateTime } from '../../format/dates.ts'
import { Badge } from '../../layout/Badge.tsx'
import table from '../../layout/ResponsiveTable.module.css'
import { StaffProblem } from '../StaffProblem.tsx'
import classes from './RegisterComparison.module.css'

type Institution = Registration['form']['institution']

export function RegisterComparison({ institution }: { institution: Institution }) {
  const { t, i18n } = useTranslation('operator')
  const { t: tc } = useTranslation('common')
  const { data, error } = useQuery(providerQuery(institution.ico ?? ''))
  if (error) return <StaffProblem error={error} />
  if (!data) return null
  const rows = [
    { field: 'name', given: institution.name, found: data.name },
    {
      field: 'kind',
      given: tc(`kind.${institution.kind}`),
      found: data.kind === null ? '' : tc(`kind.${data.kind}`),
    },
    { field: 'street', given: institution.street, found: data.street ?? '' },
    { field: 'city', given: institution.city, found: data.city ?? '' },
    { field: 'postalCode', given: institution.postalCode, found: data.postalCode ?? '' },
  ] as const
  const places = new Set(data.places.map(({ name, city }) => [name, city].filter(Boolean).join(', ')))
  return (
    <>
      <h3>{t('register.title')}</h3>
      <table className={`${table.table} ${classes.table}`}>
        <caption hidden>{t('register.title')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('register.field')}</th>
            <th scope="col">{t('register.form')}</th>
            <th scope="col">{t('register.register')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ field, given, found }) => (
            <tr key={field}>
              <th scope="row">{t(`form.${field}`)}</th>
              <td data-label={t('register.form')}>{given}</td>
              <td data-label={t('register.register')}>
                <span>
                  {found === '' ? t('register.nothing') : found}{' '}
                  {found !== '' && plain(given) !== plain(found) ? (
                    <Badge tone="busy">{t('register.differs')}</Badge>
                  ) : null}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {places.size > 0 ? (
        <details className={classes.places}>
          <summary>{t('register.places', { count: places.size })}</summary>
          <ul>
            {[...places].map((place) => (
              <li key={place}>{place}</li>
            ))}
          </ul>
        </details>
      ) : null}
      <p className={classes.date}>
        {t('register.date', { at: formatDateTime(data.registerDate, i18n.language) })}
      </p>
    </>
  )
}

/** Case, accents, punctuation and spaces say nothing of another place. */
function plain(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase()
}
