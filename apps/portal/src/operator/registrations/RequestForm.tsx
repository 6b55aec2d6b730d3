/** The request as it was filled in. */
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { countriesQuery } from '../../api/directory.ts'
import type { Registration } from '../../api/operator-types.ts'
import { capitalised } from '../../format/capitalised.ts'
import { formatDateTime } from '../../format/dates.ts'
import { countryName } from '../../format/places.ts'
import { languageNames } from '../../i18n/languages.ts'
import card from '../Card.module.css'
import { Facts } from '../Facts.tsx'

export function RequestForm({ registration }: { registration: Registration }) {
  const { t, i18n } = useTranslation('operator')
  const { t: tc } = useTranslation('common')
  const { form, conditions, identity } = registration
  const { institution, representative } = form
  const { data: countries = [] } = useQuery(countriesQuery)
  const register = countries
    .find(({ country }) => country === institution.country)
    ?.registers.find(({ code }) => code === institution.register)
  return (
    <section className={card.card}>
      <h2>{t('form.title')}</h2>
      <Facts
        facts={[
          [t('form.name'), institution.name],
          [t('form.kind'), capitalised(tc(`kind.${institution.kind}`))],
          [t('form.eligibility'), t(`eligibility.${institution.eligibility}`)],
          [t('form.ico'), institution.ico],
          [t('form.icz'), institution.icz],
          [t('form.icp'), institution.icp],
          [t('form.register'), register?.name ?? institution.register],
          [t('form.registerNumber'), institution.registerNumber],
          [t('form.vatId'), institution.vatId],
          [t('form.euid'), institution.euid],
          [t('form.seat'), `${institution.street}, ${institution.postalCode} ${institution.city}`],
          [t('form.country'), countryName(institution.country, i18n.language)],
        ]}
      />
      <h3>{t('form.representative')}</h3>
      <Facts
        facts={[
          [t('form.person'), representative.name],
          [t('form.function'), representative.function],
          [
            t('form.email'),
            <a key="email" href={`mailto:${representative.email}`}>
              {representative.email}
            </a>,
          ],
          [t('form.phone'), representative.phone],
          [t('form.language'), languageNames[form.language]],
        ]}
      />
      <h3>{t('form.joining')}</h3>
      <Facts
        facts={[
          [t('form.wayIn'), t(`wayIn.${form.wayIn}`)],
          [t('form.nodeSupplier'), form.nodeSupplier],
          [
            t('form.identity'),
            identity === null
              ? t('form.noIdentity')
              : t(`form.proven.${identity.method}`, { name: identity.name ?? '–' }),
          ],
          [t('form.note'), form.note],
          [
            t('form.conditions'),
            t('form.agreed', {
              version: conditions.version,
              at: formatDateTime(conditions.agreedAt, i18n.language),
            }),
          ],
        ]}
      />
    </section>
  )
}
