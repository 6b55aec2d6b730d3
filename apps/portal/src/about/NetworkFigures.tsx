/** The network's figures as pictures: where its institutions are, what it carries. Without figures there are none. */
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { InstitutionsMap } from './InstitutionsMap.tsx'
import classes from './NetworkFigures.module.css'
import { statisticsQuery } from './statistics.ts'
import { Traffic } from './Traffic.tsx'

export function NetworkFigures() {
  const { t } = useTranslation('about')
  const { data } = useQuery(statisticsQuery)
  if (data === undefined) return null
  const { institutions, messages } = data
  return (
    <section className={classes.figures}>
      <h2>{t('network')}</h2>
      <InstitutionsMap byKind={institutions.byKind} towns={institutions.byTown} />
      <Traffic byMonth={messages.byMonth} />
    </section>
  )
}
