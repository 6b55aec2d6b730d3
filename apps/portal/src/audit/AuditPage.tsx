/** The audit trail as auditors read it: filtered, page by page, taken away as CSV. Nothing can be changed here. */
import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { AUDIT_FORMATS, type AuditSearch, auditExportUrl, auditQuery } from '../api/audit.ts'
import { useSession } from '../api/session.ts'
import { DataSubjectExtract } from '../data-subjects/DataSubjectExtract.tsx'
import { beginOf, endOf } from '../format/days.ts'
import { formatNumber } from '../format/sizes.ts'
import { DownloadIcon } from '../icons/message-icons.tsx'
import { PageBody } from '../layout/PageBody.tsx'
import { PageTitle } from '../layout/PageTitle.tsx'
import { Paging } from '../layout/Paging.tsx'
import { ProblemNotice } from '../layout/ProblemNotice.tsx'
import type { AuditUrl } from '../routes/staff-search.ts'
import { AuditFilters } from './AuditFilters.tsx'
import classes from './AuditPage.module.css'
import { AuditTable } from './AuditTable.tsx'
import { ChainCheck } from './ChainCheck.tsx'
import { useActionsOf } from './use-actions-of.ts'

const route = getRouteApi('/staff/audit')

export function AuditPage() {
  const { t } = useTranslation('audit')
  const session = useSession()
  if (session?.roles.includes('auditor')) return <Trail />
  return (
    <PageBody width="reading">
      <PageTitle title={t('title')} lead={t('chain.operatorLead')} />
      <ChainCheck />
    </PageBody>
  )
}

function Trail() {
  const { t, i18n } = useTranslation('audit')
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const actions = useActionsOf(search.q)
  const wanted = { ...searchOf(search), actions }
  const { data, error, isFetching, refetch } = useQuery(auditQuery(wanted, search.page))
  const filter = (part: Partial<AuditUrl>) =>
    void navigate({
      // Onto what the address is about to be: two filters may change before the page has followed the first.
      search: (before) => ({ ...before, page: undefined, ...part }),
      replace: true,
      resetScroll: false,
    })
  return (
    <PageBody>
      <PageTitle title={t('title')} lead={t('lead')} />
      <AuditFilters search={search} events={data?.items ?? []} onFilter={filter} />
      {error ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton height={320} /> : null}
      {data ? (
        <>
          <div className={classes.head}>
            <p role="status">
              {data.isMore
                ? t('foundMore', { number: formatNumber(data.total, i18n.language) })
                : t('found', { count: data.total })}
            </p>
            <span className={classes.exports}>
              {AUDIT_FORMATS.map((format) => (
                <a key={format} className={classes.export} href={auditExportUrl(wanted, format)} download>
                  <DownloadIcon size={18} />
                  {t(`exportAs.${format}`)}
                </a>
              ))}
            </span>
          </div>
          <div aria-busy={isFetching}>
            {data.items.length > 0 ? (
              <AuditTable events={data.items} onFilter={filter} />
            ) : (
              <p className={classes.nothing}>{t('nothing')}</p>
            )}
          </div>
          <Paging to="/audit" page={data.page} pageSize={data.pageSize} total={data.total} />
          <p className={classes.note}>{t('note')}</p>
          <ChainCheck />
          <DataSubjectExtract />
        </>
      ) : null}
    </PageBody>
  )
}

function searchOf({ q, action, person, institution, message, from, to }: AuditUrl): AuditSearch {
  return {
    q,
    action,
    person,
    institution,
    message,
    from: from === undefined ? undefined : beginOf(from),
    to: to === undefined ? undefined : endOf(to),
  }
}
