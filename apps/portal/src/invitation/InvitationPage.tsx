/** Behind the link of an invitation's mail: into what one is invited, and the ways to accept. */
import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useLocation, useNavigate } from '@tanstack/react-router'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import {
  acceptInvitation,
  beginInvitation,
  type Invitation,
  keepInvitation,
  keptInvitation,
  readInvitation,
} from '../api/invitation.ts'
import { asProblem } from '../api/problem.ts'
import { actFor, useSession } from '../api/session.ts'
import type { Party } from '../api/types.ts'
import { formatDateTime } from '../format/dates.ts'
import { CertificateIcon, CheckIcon, KeyIcon } from '../icons/icons.tsx'
import { PageBody } from '../layout/PageBody.tsx'
import { PageTitle } from '../layout/PageTitle.tsx'
import { ProblemNotice } from '../layout/ProblemNotice.tsx'
import classes from './InvitationPage.module.css'

export function InvitationPage() {
  const { t } = useTranslation('invitation')
  const { hash } = useLocation()
  // Back from a sign-in that did not succeed, the address is without it.
  const secret = hash === '' ? (keptInvitation() ?? '') : hash
  const { data, error, refetch } = useQuery({
    queryKey: ['invitation', secret],
    queryFn: ({ signal }) => readInvitation(secret, signal),
    enabled: secret !== '',
    gcTime: 0,
  })
  if (secret === '' || (error && asProblem(error).code === 'invitation-not-found')) return <Gone />
  return (
    <PageBody width="reading">
      <PageTitle title={t('title')} lead={data ? leadOf(data) : undefined} />
      {error ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {data ? <Ways invitation={data} secret={secret} /> : null}
    </PageBody>
  )

  function leadOf({ invitedBy, institution: { name } }: Invitation): string {
    return invitedBy === null ? t('leadCentre', { name }) : t('lead', { name, person: invitedBy })
  }
}

function Gone() {
  const { t } = useTranslation('invitation')
  return (
    <PageBody width="reading">
      <PageTitle title={t('gone.title')} lead={t('gone.lead')} />
      <ul>
        <li>{t('gone.used')}</li>
        <li>{t('gone.over')}</li>
        <li>{t('gone.withdrawn')}</li>
      </ul>
      <p className={classes.after}>
        <Link to="/sign-in">{t('gone.signIn')}</Link>
      </p>
    </PageBody>
  )
}

const ways = [
  { way: 'certificate', href: '/sign-in/identity', Icon: CertificateIcon },
  { way: 'jtp', href: '/sign-in/jtp', Icon: KeyIcon },
] as const

function Ways({ invitation, secret }: { invitation: Invitation; secret: string }) {
  const { t, i18n } = useTranslation('invitation')
  const session = useSession()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const begin = useMutation({
    mutationFn: async (href: string) => {
      await beginInvitation(secret)
      keepInvitation(secret)
      window.location.assign(href)
    },
  })
  const accepted = useRef<Party>(undefined)
  const accept = useMutation({
    mutationFn: async () => {
      // The link serves once: whoever presses again because what follows failed goes on from there.
      accepted.current ??= (await acceptInvitation(secret)).institution
      await actFor(queries, accepted.current.id)
      await navigate({ to: '/mailbox' })
    },
  })
  return (
    <>
      <dl className={classes.facts}>
        <div>
          <dt>{t('for')}</dt>
          <dd>{invitation.name}</dd>
        </div>
        <div>
          <dt>{t('role.title')}</dt>
          <dd>{t(`role.${invitation.role}`)}</dd>
        </div>
        <div>
          <dt>{t('until')}</dt>
          <dd>{formatDateTime(invitation.expiresAt, i18n.language)}</dd>
        </div>
      </dl>
      {begin.error ? <ProblemNotice error={begin.error} /> : null}
      {accept.error ? <ProblemNotice error={accept.error} /> : null}
      {session ? (
        <section className={classes.own}>
          <h2>{t('own.title')}</h2>
          <p>{t('own.text', { name: session.person.name })}</p>
          <Button
            size="md"
            leftSection={<CheckIcon />}
            loading={accept.isPending}
            onClick={() => accept.mutate()}
          >
            {t('own.accept', { name: session.person.name })}
          </Button>
        </section>
      ) : null}
      <h2>{t(session ? 'ways.titleOther' : 'ways.title')}</h2>
      <ul className={classes.ways}>
        {ways.map(({ way, href, Icon }) => (
          <li key={way}>
            <Icon size={28} />
            <div>
              <h3>{t(`ways.${way}.title`)}</h3>
              <p>{t(`ways.${way}.text`)}</p>
              <Button
                variant={session ? 'outline' : 'filled'}
                size="md"
                loading={begin.isPending}
                onClick={() => begin.mutate(href)}
              >
                {t(`ways.${way}.accept`)}
              </Button>
            </div>
          </li>
        ))}
      </ul>
    </>
  )
}
