/** One request: what the applicant filled in, what could be checked, what was said, and the decision. */
import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { registrationQuery } from '../../api/operator.ts'
import type { Registration } from '../../api/operator-types.ts'
import { formatDateTime } from '../../format/dates.ts'
import { BackLink } from '../../layout/BackLink.tsx'
import { Badge } from '../../layout/Badge.tsx'
import { PageTitle } from '../../layout/PageTitle.tsx'
import { StaffProblem } from '../StaffProblem.tsx'
import { Checks } from './Checks.tsx'
import { type Decided, Decision } from './Decision.tsx'
import { Dialogue } from './Dialogue.tsx'
import classes from './RegistrationPage.module.css'
import { RequestForm } from './RequestForm.tsx'
import { Result } from './Result.tsx'
import { isOpen, statusTones } from './status.ts'

const route = getRouteApi('/staff/operator/registrations/$id')

export function RegistrationPage() {
  const { t } = useTranslation('operator')
  const { t: tc } = useTranslation('common')
  const { id } = route.useParams()
  const { data, error, refetch } = useQuery(registrationQuery(id))
  return (
    <>
      <PageTitle
        title={data?.institution.name ?? (error ? t('registration.unavailable') : tc('loading'))}
        above={<BackLink to="/operator/registrations">{t('registration.back')}</BackLink>}
      />
      {error && !data ? <StaffProblem error={error} onRetry={() => void refetch()} /> : null}
      {data ? <Whole key={id} registration={data} /> : error ? null : <Skeleton height={320} />}
    </>
  )
}

function Whole({ registration }: { registration: Registration }) {
  const { t, i18n } = useTranslation('operator')
  // Kept here, where it outlives the form: a node's code is shown once.
  const [decided, setDecided] = useState<Decided>()
  const { status, createdAt, origin } = registration
  return (
    <>
      <p className={classes.state}>
        <Badge tone={statusTones[status]}>{t(`status.${status}`)}</Badge>
        <span>{t(`registration.origin.${origin}`, { at: formatDateTime(createdAt, i18n.language) })}</span>
      </p>
      {decided || !isOpen(status) ? <Result registration={registration} decided={decided} /> : null}
      <div className={classes.columns}>
        <div className={classes.column}>
          <Checks registration={registration} />
          <RequestForm registration={registration} />
        </div>
        <div className={classes.column}>
          {isOpen(status) ? (
            <Decision key={status} registration={registration} onDecided={setDecided} />
          ) : null}
          <Dialogue registration={registration} />
        </div>
      </div>
    </>
  )
}
