/** How the centre's mails leave, what waits, what failed and why, and another try. */
import { Skeleton } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { mailQuery, mailStatusQuery, retryMail } from '../../api/operator.ts'
import type { Mail } from '../../api/operator-types.ts'
import { PageTitle } from '../../layout/PageTitle.tsx'
import { Paging } from '../../layout/Paging.tsx'
import { mailFilters } from '../../routes/staff-search.ts'
import { Done } from '../Done.tsx'
import { FilterTabs } from '../FilterTabs.tsx'
import { StaffProblem } from '../StaffProblem.tsx'
import classes from './MailPage.module.css'
import { MailStatus } from './MailStatus.tsx'
import { MailTable } from './MailTable.tsx'

/** The centre tries within a second or two; then it is known what became of it. */
const LOOK_AGAIN_MS = 2000

const route = getRouteApi('/staff/operator/mail')

export function MailPage() {
  const { t } = useTranslation('operator')
  const { status: chosen = 'all', page } = route.useSearch()
  const status = useQuery(mailStatusQuery)
  const { data, error, refetch } = useQuery(
    mailQuery({ status: chosen === 'all' ? undefined : chosen, page }),
  )
  const queries = useQueryClient()
  // Kept here: with the last failed mail gone, its table is gone as well.
  const [tried, setTried] = useState<{ readonly to: string; readonly at: number }>()
  const retry = useMutation({
    mutationFn: (mail: Mail) => retryMail(mail.id),
    onSuccess: (_, { to }) => setTried({ to, at: Date.now() }),
    onSettled: async () => {
      const refresh = () => queries.invalidateQueries({ queryKey: ['operator', 'mail'] })
      setTimeout(() => void refresh(), LOOK_AGAIN_MS)
      await refresh()
    },
  })
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
      {tried ? (
        <Done key={tried.at}>
          <p>{t('mail.tried', { to: tried.to })}</p>
        </Done>
      ) : null}
      {retry.error ? <StaffProblem error={retry.error} /> : null}
      {error && !data ? <StaffProblem error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton height={240} /> : null}
      {data?.items.length === 0 ? <p className={classes.nothing}>{t('mail.none')}</p> : null}
      {data && data.items.length > 0 ? (
        <MailTable mails={data.items} onRetry={(mail) => retry.mutate(mail)} isBusy={retry.isPending} />
      ) : null}
      {data ? (
        <Paging to="/operator/mail" page={data.page} pageSize={data.pageSize} total={data.total} />
      ) : null}
    </>
  )
}
