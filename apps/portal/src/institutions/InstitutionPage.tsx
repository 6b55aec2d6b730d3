/** One institution: where it is, how it is connected, whom to ask, and the way to send to it. */
import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { institutionQuery } from '../api/directory.ts'
import { useSession } from '../api/session.ts'
import type { Institution } from '../api/types.ts'
import { capitalised } from '../format/capitalised.ts'
import { countryName, placeOf } from '../format/places.ts'
import { MailIcon, PhoneIcon, SendIcon } from '../icons/icons.tsx'
import { BackLink } from '../layout/BackLink.tsx'
import { FactList } from '../layout/FactList.tsx'
import { PageBody } from '../layout/PageBody.tsx'
import { PageTitle } from '../layout/PageTitle.tsx'
import { ProblemNotice } from '../layout/ProblemNotice.tsx'
import { isOnMap } from '../map/projection.ts'
import classes from './InstitutionPage.module.css'

const CountryMap = lazy(() =>
  import('../map/CountryMap.tsx').then((module) => ({ default: module.CountryMap })),
)

/** Visitors, who have no favourites, do not load it. */
const FavouriteStar = lazy(() =>
  import('../favourites/FavouriteStar.tsx').then((module) => ({ default: module.FavouriteStar })),
)

const WhatItTakes = lazy(() =>
  import('../passport/WhatItTakes.tsx').then((module) => ({ default: module.WhatItTakes })),
)

const route = getRouteApi('/institutions/$id')

export function InstitutionPage() {
  const { t, i18n } = useTranslation('institutions')
  const { id } = route.useParams()
  const { data, error, refetch } = useQuery(institutionQuery(id))
  const { t: tc } = useTranslation('common')
  return (
    <PageBody>
      <PageTitle
        title={data?.name ?? (error ? t('detail.unavailable') : tc('loading'))}
        above={<BackLink to="/institutions">{t('detail.back')}</BackLink>}
        lead={data ? `${capitalised(tc(`kind.${data.kind}`))}, ${placeOf(data, i18n.language)}` : undefined}
      />
      {error ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {data ? <Detail institution={data} /> : error ? null : <Skeleton height={220} />}
    </PageBody>
  )
}

function Detail({ institution }: { institution: Institution }) {
  const { t, i18n } = useTranslation('institutions')
  const { t: tc } = useTranslation('common')
  const session = useSession()
  const own = session?.institution?.id === institution.id
  const facts: readonly [string, string | null][] = [
    [t('detail.address'), addressOf(institution, i18n.language)],
    [t('detail.eligibility'), t(`eligibility.${institution.eligibility}`)],
    [t('detail.connection'), capitalised(tc(`connection.${institution.connection}`))],
    [t('detail.aeTitle'), institution.aeTitle],
    [t('detail.ico'), institution.country === 'CZ' ? institution.ico : null],
    [t('detail.icz'), institution.icz],
    [t('detail.icp'), institution.icp],
    [institution.register?.name ?? t('detail.register'), institution.register?.number ?? null],
    [t('detail.vatId'), institution.vatId],
    [t('detail.euid'), institution.euid],
  ]
  return (
    <div className={classes.columns}>
      <div>
        <section className={classes.card}>
          <h2>{t('detail.facts')}</h2>
          <FactList facts={facts} className={classes.facts} />
          {isOnMap(institution.position) ? (
            <div className={classes.map}>
              <Suspense fallback={null}>
                <CountryMap
                  label={t('detail.map', { city: institution.city })}
                  places={[{ name: institution.city, position: institution.position, count: 1 }]}
                />
              </Suspense>
            </div>
          ) : null}
        </section>
        <section className={classes.card}>
          <h2>{t('detail.contacts')}</h2>
          {institution.contacts.length === 0 ? <p>{t('detail.noContacts')}</p> : null}
          <ul className={classes.contacts}>
            {institution.contacts.map((contact) => (
              <li key={contact.name}>
                <p className={classes.contactName}>{contact.name}</p>
                {contact.function ? <p className={classes.contactFunction}>{contact.function}</p> : null}
                {contact.email ? (
                  <p>
                    <a href={`mailto:${contact.email}`}>
                      <MailIcon size={18} />
                      {contact.email}
                    </a>
                  </p>
                ) : null}
                {contact.phone ? (
                  <p>
                    <a href={`tel:${contact.phone.replaceAll(/\s/g, '')}`}>
                      <PhoneIcon size={18} />
                      {contact.phoneShown}
                    </a>
                  </p>
                ) : null}
              </li>
            ))}
          </ul>
        </section>
        {session ? (
          <Suspense fallback={null}>
            <WhatItTakes institutionId={institution.id} className={classes.card} />
          </Suspense>
        ) : null}
      </div>
      <aside className={classes.send} aria-label={t('detail.sendTitle')}>
        <h2>{t('detail.sendTitle')}</h2>
        <p>{own ? t('detail.sendOwn') : session ? t('detail.sendText') : t('detail.sendSignIn')}</p>
        <Link
          to="/send/$institutionId"
          params={{ institutionId: institution.id }}
          preload={false}
          className={classes.button}
        >
          <SendIcon />
          {t('detail.send')}
        </Link>
        {session?.institution && !own ? (
          <Link
            to="/ask/$institutionId"
            params={{ institutionId: institution.id }}
            preload={false}
            className={classes.ask}
          >
            {t('detail.ask')}
          </Link>
        ) : null}
        {session?.institution ? (
          <Suspense fallback={null}>
            <FavouriteStar institution={institution} withWords />
          </Suspense>
        ) : null}
      </aside>
    </div>
  )
}

function addressOf({ addressLines, country }: Institution, language: string): string {
  return [...addressLines, countryName(country, language)].filter(Boolean).join(', ')
}
