/** The institution that one acts for: its people and contacts, for its representative to keep; for others to know. */
import { Link } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { useSession } from '../api/session.ts'
import { PageBody } from '../layout/PageBody.tsx'
import { PageTitle } from '../layout/PageTitle.tsx'
import { Colleagues } from './Colleagues.tsx'
import { Contacts } from './Contacts.tsx'
import { Invitations } from './Invitations.tsx'
import { MailLanguage } from './MailLanguage.tsx'
import classes from './OwnInstitutionPage.module.css'
import { Renewals } from './Renewals.tsx'
import { Representatives } from './Representatives.tsx'

/** For the few that have a node. */
const OwnNodes = lazy(async () => ({ default: (await import('../nodes/OwnNodes.tsx')).OwnNodes }))

/** For the few that have programs of their own. */
const Webhooks = lazy(async () => ({ default: (await import('../webhooks/Webhooks.tsx')).Webhooks }))

/** For the few that are asked by a patient. */
const DataSubjectExtract = lazy(async () => ({
  default: (await import('../data-subjects/DataSubjectExtract.tsx')).DataSubjectExtract,
}))

export function OwnInstitutionPage() {
  const { t } = useTranslation('people')
  const session = useSession()
  const institution = session?.institution
  if (!session || !institution) return null
  const isRepresentative = institution.role === 'representative'
  return (
    <PageBody>
      <PageTitle title={t('title')} lead={institution.name} />
      <p className={classes.detail}>
        <Link to="/institutions/$id" params={{ id: institution.id }}>
          {t('detail')}
        </Link>
      </p>
      <div className={classes.parts} key={institution.id}>
        {isRepresentative ? (
          <>
            <Renewals institutionId={institution.id} />
            <Colleagues institutionId={institution.id} self={session.person.id} />
            <Invitations institutionId={institution.id} />
          </>
        ) : (
          <Representatives institutionId={institution.id} />
        )}
        {isRepresentative ? (
          <Suspense fallback={null}>
            <OwnNodes institutionId={institution.id} />
            <Webhooks institutionId={institution.id} />
          </Suspense>
        ) : null}
        {isRepresentative ? <MailLanguage institutionId={institution.id} /> : null}
        <Contacts institutionId={institution.id} canChange={isRepresentative} />
        {isRepresentative ? (
          <Suspense fallback={null}>
            <DataSubjectExtract institutionId={institution.id} />
          </Suspense>
        ) : null}
      </div>
    </PageBody>
  )
}
