/** The certification authorities whose personal certificates open a mailbox. */
import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { authoritiesQuery } from '../api/directory.ts'
import type { AuthorityCertificate } from '../api/types.ts'
import { formatDateTime } from '../format/dates.ts'
import { formatFingerprint } from '../format/fingerprint.ts'
import { ExternalIcon } from '../icons/icons.tsx'
import { marked } from '../layout/marked.ts'
import { PageBody } from '../layout/PageBody.tsx'
import { PageTitle } from '../layout/PageTitle.tsx'
import { ProblemNotice } from '../layout/ProblemNotice.tsx'
import classes from './AuthoritiesPage.module.css'

export function AuthoritiesPage() {
  const { t } = useTranslation('authorities')
  const { data, error, refetch } = useQuery(authoritiesQuery)
  return (
    <PageBody width="reading">
      <PageTitle title={t('title')} lead={t('lead')} />
      {error ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton height={160} /> : null}
      {data?.items.length === 0 ? <p>{t('none')}</p> : null}
      <ul className={classes.list}>
        {data?.items.map((authority) => (
          <li key={authority.id} className={classes.card}>
            <h2>{authority.name}</h2>
            {authority.certificates.map((certificate) => (
              <CertificateFacts key={certificate.fingerprintSha256} certificate={certificate} />
            ))}
            {authority.website ? (
              <p>
                <a href={authority.website} rel="noreferrer">
                  {t('getCertificate')}
                  <ExternalIcon size={16} />
                </a>
              </p>
            ) : null}
          </li>
        ))}
      </ul>
      <section className={classes.which}>
        <h2>{t('which.title')}</h2>
        <p>{t('which.purpose')}</p>
        <p>{t('which.browser')}</p>
        <p>{marked(t('which.jtp'), { help: <Link to="/help" hash="sign-in" /> })}</p>
      </section>
    </PageBody>
  )
}

function CertificateFacts({ certificate }: { readonly certificate: AuthorityCertificate }) {
  const { t, i18n } = useTranslation('authorities')
  const { role, subject, notBefore, notAfter, fingerprintSha256 } = certificate
  return (
    <dl className={classes.facts}>
      <dt>{t(role === 'anchor' ? 'subject' : 'issuing')}</dt>
      <dd>{subject}</dd>
      <dt>{t('validity')}</dt>
      <dd>
        {t('validityRange', {
          from: formatDateTime(notBefore, i18n.language),
          to: formatDateTime(notAfter, i18n.language),
        })}
      </dd>
      <dt>{t('fingerprint')}</dt>
      <dd className={classes.fingerprint}>{formatFingerprint(fingerprintSha256)}</dd>
    </dl>
  )
}
