/** Where the institutions are, all or of one kind: on the map, and in a list that has those without a place too. */
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { institutionKinds } from '../api/types.ts'
import { capitalised } from '../format/capitalised.ts'
import { formatNumber } from '../format/sizes.ts'
import { CountryMap } from '../map/CountryMap.tsx'
import { isOnMap } from '../map/projection.ts'
import classes from './NetworkFigures.module.css'
import type { CountByKind, Town } from './statistics.ts'
import { countOf, countOffMap, type KindChoice, linesOf } from './towns.ts'

interface Props {
  readonly byKind: CountByKind
  readonly towns: readonly Town[]
}

export function InstitutionsMap({ byKind, towns }: Props) {
  const { t, i18n } = useTranslation('about')
  const { t: tc } = useTranslation('common')
  const [chosen, setChosen] = useState<KindChoice>('all')
  const choices: readonly KindChoice[] = ['all', ...institutionKinds.filter((kind) => byKind[kind] > 0)]
  const nameOf = (kind: KindChoice) => (kind === 'all' ? t('map.all') : capitalised(tc(`kind.${kind}`)))
  const places = towns.flatMap(({ city, position, byKind: counts }) =>
    isOnMap(position) ? [{ name: city, position, count: countOf(counts, chosen) }] : [],
  )
  const offMap = countOffMap(towns, chosen)
  const shown = places.filter(({ count }) => count > 0).length
  return (
    <section className={classes.part}>
      <h3>{t('map.title')}</h3>
      <div className={classes.map}>
        <fieldset className={classes.kinds}>
          <legend>{t('map.kind')}</legend>
          {choices.map((kind) => (
            <label key={kind} className={classes.kind}>
              <input
                type="radio"
                name="kind-on-map"
                checked={kind === chosen}
                onChange={() => setChosen(kind)}
              />
              <span>{nameOf(kind)}</span>
              <span className={classes.kindCount}>{formatNumber(countOf(byKind, kind), i18n.language)}</span>
            </label>
          ))}
        </fieldset>
        <div className={classes.country}>
          <CountryMap
            label={t('map.label', { kind: nameOf(chosen), towns: t('map.towns', { count: shown }) })}
            places={places}
          />
          <p className={classes.note} role="status">
            {t('map.note')} {offMap > 0 ? t('map.offMap', { count: offMap }) : null}
          </p>
        </div>
      </div>
      <details className={classes.numbers}>
        <summary>{t('map.table')}</summary>
        <table className={classes.table}>
          <caption>{t('map.caption', { kind: nameOf(chosen) })}</caption>
          <thead>
            <tr>
              <th scope="col">{t('map.town')}</th>
              <th scope="col">{t('map.kindColumn')}</th>
              <th scope="col">{t('map.count')}</th>
            </tr>
          </thead>
          <tbody>
            {linesOf(towns, chosen).map(({ key, city, kind, count }) => (
              <tr key={key}>
                <th scope="row">
                  <Link to="/institutions" search={{ city, kind }}>
                    {city}
                  </Link>
                </th>
                <td>{capitalised(tc(`kind.${kind}`))}</td>
                <td>{formatNumber(count, i18n.language)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </section>
  )
}
