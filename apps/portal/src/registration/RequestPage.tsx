/** A request along its private link: where it stands, what was said, and what the applicant can do. */
import { Alert, Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { asProblem } from '../api/problem.ts'
import { type Registration, registrationQuery } from '../api/registrations.ts'
import { markSigningIn } from '../api/session.ts'
import { CheckIcon, InfoIcon, WarningIcon } from '../icons/icons.tsx'
import { PageBody } from '../layout/PageBody.tsx'
import { PageTitle } from '../layout/PageTitle.tsx'
import { ProblemNotice } from '../layout/ProblemNotice.tsx'
import { Correction } from './Correction.tsx'
import { Reply } from './Reply.tsx'
import classes from './Request.module.css'
import { SendAgain } from './SendAgain.tsx'
import { keptSecret } from './secret.ts'
import { Timeline } from './Timeline.tsx'

const route = getRouteApi('/registration/$id')

export function RequestPage() {
  const { t } = useTranslation('registration')
  const { id } = route.useParams()
  const secret = keptSecret(id)
  const { data, error, refetch } = useQuery(registrationQuery(id, secret))
  if (secret === undefined || (error && [401, 403, 404].includes(asProblem(error).status))) {
    return (
      <PageBody width="reading">
        <PageTitle title={t('link.title')} lead={t('link.lead')} />
        <section className={classes.after}>
          <h2>{t('again.title')}</h2>
          <SendAgain />
        </section>
        <p className={classes.after}>
          <Link to="/registration/new">{t('link.again')}</Link>
        </p>
      </PageBody>
    )
  }
  return (
    <PageBody width="reading">
      <PageTitle title={t('request.title')} lead={data?.form.institution.name} />
      {error ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {data === undefined ? null : <Request request={data} secret={secret} />}
    </PageBody>
  )
}

const colours: Readonly<Record<string, string>> = {
  approved: 'green',
  refused: 'red',
  'more-wanted': 'amber',
}

function Request({ request, secret }: { readonly request: Registration; readonly secret: string }) {
  const { t } = useTranslation('registration')
  const [corrects, setCorrects] = useState(false)
  const [corrected, setCorrected] = useState(false)
  const { status, form, identity } = request
  const Icon = status === 'approved' ? CheckIcon : status === 'refused' ? WarningIcon : InfoIcon
  const next = identity === null ? form.wayIn : form.wayIn === 'node' ? 'node' : 'known'
  if (corrects) {
    return (
      <Correction
        request={request}
        secret={secret}
        onEnd={(saved) => {
          setCorrects(false)
          setCorrected(saved)
        }}
      />
    )
  }
  return (
    <>
      <Alert color={colours[status] ?? 'blue'} icon={<Icon />} title={t(`status.${status}.title`)}>
        <p>{status === 'approved' ? t(`next.${next}`) : t(`status.${status}.text`)}</p>
        {status === 'approved' && identity !== null && form.wayIn !== 'node' ? (
          <p className={classes.after}>
            <a href={`/sign-in/${identity.method}`} onClick={markSigningIn} className={classes.enter}>
              {t(`next.enter.${identity.method}`)}
            </a>
          </p>
        ) : null}
      </Alert>
      {status === 'more-wanted' ? (
        <p className={classes.after}>
          <Button variant="outline" size="md" onClick={() => setCorrects(true)}>
            {t('correct.begin')}
          </Button>
        </p>
      ) : null}
      {corrected ? (
        <p role="status" className={classes.after}>
          {t('correct.saved')}
        </p>
      ) : null}
      <section className={classes.after}>
        <h2>{t('timeline.title')}</h2>
        <Timeline entries={request.entries} />
      </section>
      {['received', 'in-review', 'more-wanted'].includes(status) ? (
        <Reply id={request.id} secret={secret} isAnswer={status === 'more-wanted'} />
      ) : null}
    </>
  )
}
