/** Where one is signed in: the browser, since when, the last time it was seen; one of them, or all others, signed out. */
import { Button, Skeleton } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { endSession, type OwnSession, ownSessionsQuery } from '../api/own-sessions.ts'
import { Problem } from '../api/problem.ts'
import { useSession } from '../api/session.ts'
import { formatDateTime } from '../format/dates.ts'
import { SignOutIcon } from '../icons/icons.tsx'
import { PageBody } from '../layout/PageBody.tsx'
import { PageTitle } from '../layout/PageTitle.tsx'
import { ProblemNotice } from '../layout/ProblemNotice.tsx'
import { SessionEndedPage } from '../sign-in/SessionEnded.tsx'
import { browserName } from './browser-name.ts'
import classes from './SessionsPage.module.css'

export function SessionsPage() {
  const session = useSession()
  return session === null ? <SessionEndedPage /> : <Sessions />
}

function Sessions() {
  const { t, i18n } = useTranslation('sessions')
  const queries = useQueryClient()
  const { data, error, refetch } = useQuery(ownSessionsQuery)
  const end = useMutation({
    mutationFn: async (ended: readonly OwnSession[]) => {
      for (const { id } of ended) await endOne(id)
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['sessions'] }),
  })
  const others = (data ?? []).filter(({ isThis }) => !isThis)
  return (
    <PageBody width="reading">
      <PageTitle title={t('title')} lead={t('lead')} />
      {error ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {end.error ? <ProblemNotice error={end.error} /> : null}
      {data === undefined && !error ? <Skeleton height={160} /> : null}
      <ul className={classes.sessions} aria-label={t('title')}>
        {(data ?? []).map((own) => (
          <li key={own.id} className={classes.session}>
            <One own={own} />
            {own.isThis ? null : (
              <Button
                variant="outline"
                color="red"
                size="md"
                loading={end.isPending}
                aria-label={t('endLabel', { since: formatDateTime(own.createdAt, i18n.language) })}
                onClick={() => end.mutate([own])}
              >
                {t('end')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {others.length > 1 ? (
        <Button
          className={classes.all}
          color="red"
          size="md"
          leftSection={<SignOutIcon />}
          loading={end.isPending}
          onClick={() => end.mutate(others)}
        >
          {t('endOthers')}
        </Button>
      ) : null}
      <p role="status" className={classes.said}>
        {end.isSuccess ? t('ended') : ''}
      </p>
    </PageBody>
  )
}

/** One that has ended by itself meanwhile is as good as signed out. */
async function endOne(id: string): Promise<void> {
  try {
    await endSession(id)
  } catch (error) {
    if (!(error instanceof Problem && error.code === 'session-not-found')) throw error
  }
}

function One({ own }: { own: OwnSession }) {
  const { t, i18n } = useTranslation('sessions')
  const { browser, system } = browserName(own.agent ?? '')
  const { program } = own
  const name =
    program === null
      ? [browser ?? t('unknownBrowser'), system].filter(Boolean).join(', ')
      : t(program.host === '' ? 'programAnywhere' : 'program', program)
  const at = (iso: string) => formatDateTime(iso, i18n.language)
  const facts = [
    [t('institution'), own.institution?.name ?? null],
    [t('method'), t(`methods.${own.method}`)],
    [t('address'), own.address],
    [t('since'), at(own.createdAt)],
    [t('seen'), at(own.lastSeenAt)],
  ] as const
  return (
    <div className={classes.text}>
      <h2>
        {name}
        {own.isThis ? <span className={classes.this}>{t('this')}</span> : null}
      </h2>
      <dl className={classes.facts}>
        {facts.map(([name, value]) =>
          value === null ? null : (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
        )}
      </dl>
    </div>
  )
}
