/** How the centre's mails leave, what waits, what failed and why, and another try. */
import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { mailQuery, mailStatusQuery } from '../../api/operator.ts'
import { PageTitle } from '../../layout/PageTitle.tsx'
import { Paging } from '../../layout/Paging.tsx'
import { mailFilters } from '../../routes/staff-search.ts'
import { FilterTabs } from '../FilterTabs.tsx'
import { StaffProblem } from '../StaffProblem.tsx'
import classes from './MailPage.module.css'
import { MailStatus } from './MailStatus.tsx'
import { MailTable } from './MailTable.tsx'

const route = getRouteApi('/staff/operator/mail')

export function MailPage() {
  const { t } = useTranslation('operator')
  const { status: chosen = 'all', page } = route.useSearch()
  const status = useQuery(mailStatusQuery)
  const { data, error, refetch } = useQuery(
    mailQuery({ status: chosen === 'all' ? undefined : chosen, page }),
  )
  return (
    <>
      <PageTitle title={t('mail.title')} lead={t('mail.lead')} />
      {status.error && !status.data ? <StaffProblem error={status.error} /> : null}
      {status.data ? <MailStatus status={status.data} /> : null}
      <FilterTabs
        to="/operator/mail"
        label={t('mail.states')}
        chosen={chosen}
        ordinary="all"
        filters={mailFilters.map((value) => ({ value, words: t(`mail.filter.${value}`) }))}
      />
      {error && !data ? <StaffProblem error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton height={240} /> : null}
      {data?.items.length === 0 ? <p className={classes.nothing}>{t('mail.none')}</p> : null}
      {data && data.items.length > 0 ? <MailTable mails={data.items} /> : null}
      {data ? (
        <Paging to="/operator/mail" page={data.page} pageSize={data.pageSize} total={data.total} />
      ) : null}
    </>
  )
}
