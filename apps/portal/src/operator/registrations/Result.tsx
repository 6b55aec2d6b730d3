/** What the decision has brought about. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { institutionQuery } from '../../api/directory.ts'
import type { Registration } from '../../api/operator-types.ts'
import { formatDateTime } from '../../format/dates.ts'
import { formatBytes } from '../../format/sizes.ts'
import card from '../Card.module.css'
import { Done } from '../Done.tsx'
import { EnrolmentCode } from '../EnrolmentCode.tsx'
import { Facts } from '../Facts.tsx'
import type { Decided } from './Decision.tsx'
import classes from './Result.module.css'

interface ResultProps {
  readonly registration: Registration
  /** Undefined: decided before this page was opened. */
  readonly decided: Decided | undefined
}

export function Result({ registration, decided }: ResultProps) {
  const { t } = useTranslation('operator')
  const { status, form } = registration
  const { email } = form.representative
  return (
    <>
      {decided ? (
        <Done>
          <p>
            <strong>{t(`result.${decided.decision}.title`)}</strong>
          </p>
          <p>{t(`result.${decided.decision}.text`, { email })}</p>
        </Done>
      ) : null}
      {decided?.enrolmentCode ? (
        <EnrolmentCode code={decided.enrolmentCode}>
          <p>{t('result.code.text', { email })}</p>
        </EnrolmentCode>
      ) : null}
      {status === 'approved' ? <Made registration={registration} /> : null}
      {status === 'unconfirmed' ? <p className={classes.note}>{t('result.unconfirmed', { email })}</p> : null}
    </>
  )
}

function Made({ registration }: { registration: Registration }) {
  const { t, i18n } = useTranslation('operator')
  const { t: tc } = useTranslation('common')
  const { institutionId, quotaBytes, decidedAt, identity, form } = registration
  const { data } = useQuery({ ...institutionQuery(institutionId ?? ''), enabled: institutionId !== null })
  if (institutionId === null) return null
  return (
    <section className={`${card.card} ${classes.made}`}>
      <h2>{t('result.made.title')}</h2>
      <Facts
        facts={[
          [
            t('result.made.institution'),
            <Link key="institution" to="/institutions/$id" params={{ id: institutionId }}>
              {data?.name ?? registration.institution.name}
            </Link>,
          ],
          [t('result.made.aeTitle'), data?.aeTitle],
          [t('result.made.connection'), data ? tc(`connection.${data.connection}`) : null],
          [t('result.made.quota'), quotaBytes === null ? null : formatBytes(quotaBytes, i18n.language)],
          [
            t('result.made.entrance'),
            identity === null
              ? t('result.made.invited', { email: form.representative.email })
              : t('result.made.identity', { name: form.representative.name }),
          ],
          [t('result.made.at'), decidedAt === null ? null : formatDateTime(decidedAt, i18n.language)],
        ]}
      />
    </section>
  )
}
