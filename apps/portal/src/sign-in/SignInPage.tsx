/** The two ways in: the personal certificate (on an entrance of its own) and JTP. */

import { Alert } from '@mantine/core'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { apiUrl } from '../api/client.ts'
import { keptInvitation } from '../api/invitation.ts'
import { markSigningIn } from '../api/session.ts'
import { ArrowRightIcon, CertificateIcon, KeyIcon, WarningIcon } from '../icons/icons.tsx'
import { marked } from '../layout/marked.ts'
import { PageBody } from '../layout/PageBody.tsx'
import { PageTitle } from '../layout/PageTitle.tsx'
import { JtpChoice } from './JtpChoice.tsx'
import classes from './SignInPage.module.css'

const route = getRouteApi('/sign-in')

const ways = [
  { way: 'certificate', href: '/sign-in/certificate', Icon: CertificateIcon },
  { way: 'jtp', href: '/sign-in/jtp', Icon: KeyIcon },
] as const

/** With these another certificate helps: it is said which one. */
const aboutTheCertificate: ReadonlySet<string> = new Set([
  'no-certificate',
  'untrusted-certificate',
  'expired-certificate',
  'wrong-certificate-purpose',
  'weak-certificate',
  'revoked-certificate',
])

export function SignInPage() {
  const { t, i18n } = useTranslation('signIn')
  const { returnTo, problem, choose } = route.useSearch()
  if (choose !== undefined) return <JtpChoice />
  const known = problem !== undefined && i18n.exists(`signIn:problem.${problem}.title`) ? problem : 'unknown'
  return (
    <PageBody width="reading">
      <PageTitle title={t('title')} lead={returnTo === undefined ? t('lead') : t('leadReturn')} />
      {problem === undefined ? null : (
        <Alert
          role="alert"
          color="red"
          icon={<WarningIcon />}
          title={t(`problem.${known}.title`)}
          className={classes.problem}
        >
          <p>{t(`problem.${known}.advice`)}</p>
          {aboutTheCertificate.has(known) ? (
            <p>{marked(t('whichCertificate'), { authorities: <Link to="/authorities" /> })}</p>
          ) : null}
          {known === 'unknown-institution' ? (
            <p>
              {/* A page load: what JTP has said is waiting for the form. */}
              <a href="/registration/new">{t('askToJoin')}</a>
            </p>
          ) : null}
          {known === 'unknown-certificate' && keptInvitation() === null ? (
            <p>
              <a href="/sign-in/identity">{t('askWithCertificate')}</a>
            </p>
          ) : null}
          {keptInvitation() === null ? null : (
            <p>
              <Link to="/invitation">{t('backToInvitation')}</Link>
            </p>
          )}
        </Alert>
      )}
      <ul className={classes.ways}>
        {ways.map(({ way, href, Icon }) => (
          <li key={way} className={classes.way}>
            <span className={classes.icon}>
              <Icon size={28} />
            </span>
            <div>
              <h2 className={classes.heading}>{t(`${way}.title`)}</h2>
              <p>{t(`${way}.text`)}</p>
              <a
                className={classes.enter}
                href={apiUrl(href, { query: { returnTo } })}
                onClick={markSigningIn}
              >
                {t(`${way}.enter`)}
                <ArrowRightIcon size={18} />
              </a>
            </div>
          </li>
        ))}
      </ul>
      <p className={classes.noAccount}>
        {t('noAccount')} <Link to="/join">{t('howToJoin')}</Link>
      </p>
    </PageBody>
  )
}
