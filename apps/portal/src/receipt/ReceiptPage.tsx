/** What happened to a message, on a sheet of paper: for the patient's file, or for whoever asks later. */
import { Button, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { messageQuery } from '../api/messages.ts'
import { BackLink } from '../layout/BackLink.tsx'
import { PageBody } from '../layout/PageBody.tsx'
import { PageTitle } from '../layout/PageTitle.tsx'
import { ProblemNotice } from '../layout/ProblemNotice.tsx'
import { Receipt } from './Receipt.tsx'
import classes from './ReceiptPage.module.css'

const route = getRouteApi('/members/messages/$id/receipt')

export function ReceiptPage() {
  const { t } = useTranslation('receipt')
  const { id } = route.useParams()
  const { data, error, refetch } = useQuery(messageQuery(id))
  return (
    <PageBody>
      <PageTitle
        title={t('title')}
        above={
          <div className={classes.back}>
            <BackLink to="/messages/$id" params={{ id }}>
              {t('back')}
            </BackLink>
          </div>
        }
      />
      {error && !data ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {data ? (
        <>
          <p className={classes.print}>
            <Button size="md" onClick={() => print()}>
              {t('print')}
            </Button>
          </p>
          <Receipt message={data} />
        </>
      ) : error ? null : (
        <Skeleton height={240} />
      )}
    </PageBody>
  )
}
