/** In the directory: what an institution takes. Nothing stands there when nobody knows. */
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { institutionPassportQuery, type ShownNode } from '../api/passports.ts'
import { PlaceFacts } from './PlaceFacts.tsx'

interface WhatItTakesProps {
  readonly institutionId: string
  readonly className: string | undefined
}

export function WhatItTakes({ institutionId, className }: WhatItTakesProps) {
  const { t } = useTranslation('nodes')
  const { data } = useQuery(institutionPassportQuery(institutionId))
  const places = data?.nodes?.flatMap((node) =>
    node.places.map((place, index) => ({ place, modalities: modalitiesTo(node, index) })),
  )
  if (data === undefined || places === undefined) return null
  // Known to be there, and nothing more.
  if (places.length > 0 && places.every(({ place: { takes, characterSets } }) => !takes && !characterSets))
    return null
  return (
    <section className={className}>
      <h2>{t('takes.title')}</h2>
      <p>{t(places.length === 0 ? 'takes.mailbox' : 'takes.lead')}</p>
      {places.map(({ place, modalities }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: places have nothing else to be told apart by
        <div key={index}>
          {places.length > 1 ? <h3>{t('takes.place', { number: index + 1 })}</h3> : null}
          {modalities.length > 0 ? <p>{t('takes.modalities', { names: modalities.join(', ') })}</p> : null}
          <PlaceFacts place={place} sopClassNames={data.sopClassNames} />
        </div>
      ))}
    </section>
  )
}

/** That rules name for this one of several; empty: no rule names it. */
function modalitiesTo({ places, rules }: ShownNode, index: number): readonly string[] {
  if (places.length < 2) return []
  return [...new Set(rules.flatMap((rule) => (rule.places.includes(index) ? (rule.modality ?? []) : [])))]
}
