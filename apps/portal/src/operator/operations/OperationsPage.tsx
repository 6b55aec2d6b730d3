/** How the centre is doing: what it carries, what it holds, what waits in it. */
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { PageTitle } from '../../layout/PageTitle.tsx'
import { CentreSpacePart } from './CentreSpacePart.tsx'
import { QueuesPart } from './QueuesPart.tsx'
import { TrafficPart } from './TrafficPart.tsx'

const route = getRouteApi('/staff/operator/operations')

export function OperationsPage() {
  const { t } = useTranslation('operations')
  const { by = 'day' } = route.useSearch()
  return (
    <>
      <PageTitle title={t('title')} lead={t('lead')} />
      <QueuesPart />
      <CentreSpacePart />
      <TrafficPart by={by} />
    </>
  )
}
