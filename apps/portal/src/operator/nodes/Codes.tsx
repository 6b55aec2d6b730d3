/** Codes that enrol nodes: issued, shown once, withdrawn. */
import { Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type IssuedCode, type OpenCode, openCodesQuery, withdrawCode } from '../../api/nodes.ts'
import type { Party } from '../../api/types.ts'
import { formatDateTime } from '../../format/dates.ts'
import { Done } from '../Done.tsx'
import { EnrolmentCode } from '../EnrolmentCode.tsx'
import { StaffDialog } from '../StaffDialog.tsx'
import { StaffProblem } from '../StaffProblem.tsx'
import { CodesTable } from './CodesTable.tsx'
import { IssueCode } from './IssueCode.tsx'
import classes from './NodesPage.module.css'

type Happened =
  | { readonly what: 'issued'; readonly issued: IssuedCode; readonly institution: Party }
  | { readonly what: 'withdrawn'; readonly code: OpenCode }

export function Codes() {
  const { t, i18n } = useTranslation('nodes')
  const queries = useQueryClient()
  const { data, error, refetch } = useQuery(openCodesQuery)
  const [isIssuing, setIssuing] = useState(false)
  const [withdrawing, setWithdrawing] = useState<OpenCode>()
  const [happened, setHappened] = useState<Happened>()
  const refresh = () => queries.invalidateQueries({ queryKey: openCodesQuery.queryKey })
  return (
    <section className={classes.part} aria-labelledby="codes">
      <h2 id="codes">{t('codes.title')}</h2>
      <p className={classes.lead}>{t('codes.lead')}</p>
      {happened?.what === 'issued' ? (
        <>
          <Done key={happened.issued.id}>
            <p>{t('codes.done', { name: happened.institution.name })}</p>
          </Done>
          <EnrolmentCode code={happened.issued.code}>
            <p>
              {t('codes.once', { until: formatDateTime(happened.issued.expiresAt, i18n.language) })}{' '}
              {t('codes.command')}
            </p>
            <p className={classes.command}>
              <code>
                epacs node enrol --centre {window.location.origin} --code {happened.issued.code}
              </code>
            </p>
          </EnrolmentCode>
        </>
      ) : null}
      {happened?.what === 'withdrawn' ? (
        <Done key={happened.code.id}>
          <p>{t('codes.withdrawn', { name: happened.code.institution.name })}</p>
        </Done>
      ) : null}
      {error && !data ? <StaffProblem error={error} onRetry={() => void refetch()} /> : null}
      {data?.items.length === 0 ? <p>{t('codes.none')}</p> : null}
      {data && data.items.length > 0 ? (
        <CodesTable
          codes={data.items}
          actions={(code) => (
            <Button
              variant="outline"
              color="red"
              size="md"
              aria-label={t('codes.withdrawOf', { name: code.institution.name })}
              onClick={() => setWithdrawing(code)}
            >
              {t('codes.withdraw')}
            </Button>
          )}
        />
      ) : null}
      {isIssuing ? (
        <IssueCode
          onIssued={async (issued, institution) => {
            setIssuing(false)
            setHappened({ what: 'issued', issued, institution })
            await refresh()
          }}
          onCancel={() => setIssuing(false)}
        />
      ) : (
        <Button
          size="md"
          className={classes.issue ?? ''}
          onClick={() => {
            setIssuing(true)
            // What was shown once is over with the next one.
            setHappened(undefined)
          }}
        >
          {t('codes.issue')}
        </Button>
      )}
      {withdrawing ? (
        <StaffDialog
          title={t('codes.withdrawTitle', { name: withdrawing.institution.name })}
          confirmLabel={t('codes.withdraw')}
          tone="red"
          onConfirm={() => withdrawCode(withdrawing.id).finally(refresh)}
          onDone={() => setHappened({ what: 'withdrawn', code: withdrawing })}
          onClose={() => setWithdrawing(undefined)}
        >
          <p>{t('codes.withdrawText')}</p>
        </StaffDialog>
      ) : null}
    </section>
  )
}
