/** What the PACS of one node take, by their names there: for its representative and for operators, when they ask. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { nodePassportQuery } from '../api/passports.ts'
import { PlaceFacts } from './PlaceFacts.tsx'

export function NodePassport({ nodeId }: { readonly nodeId: string }) {
  const { t } = useTranslation('nodes')
  const [isOpen, setIsOpen] = useState(false)
  return (
    <details onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}>
      <summary>{t('takes.ofNode')}</summary>
      {isOpen ? <Told nodeId={nodeId} /> : null}
    </details>
  )
}

function Told({ nodeId }: { readonly nodeId: string }) {
  const { t } = useTranslation('nodes')
  const { data, error } = useQuery(nodePassportQuery(nodeId))
  if (error) return <p>{t('takes.failed')}</p>
  if (data === undefined) return null
  const { passport, sopClassNames } = data
  if (passport === null) return <p>{t('takes.notTold')}</p>
  if (passport.pacs.length === 0) return <p>{t('takes.onlySends')}</p>
  return passport.pacs.map(({ name, ...place }) => (
    <div key={name}>
      <p>{name}</p>
      <PlaceFacts place={place} sopClassNames={sopClassNames} />
    </div>
  ))
}
