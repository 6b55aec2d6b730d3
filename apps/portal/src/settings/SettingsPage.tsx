/** Own settings: language, the program that opens messages, mails, sessions. */
import { NativeSelect, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { desktopViewersQuery } from '../api/opening.ts'
import { ownSessionsQuery } from '../api/own-sessions.ts'
import { useSession } from '../api/session.ts'
import { ARRIVAL_MAILS, settingsQuery, useSaveSettings } from '../api/settings.ts'
import { languageNames, languages } from '../i18n/languages.ts'
import { PageBody } from '../layout/PageBody.tsx'
import { PageTitle } from '../layout/PageTitle.tsx'
import { ProblemNotice } from '../layout/ProblemNotice.tsx'
import { SessionEndedPage } from '../sign-in/SessionEnded.tsx'
import { BrowserNotices } from './BrowserNotices.tsx'
import { NoticeChoice } from './NoticeChoice.tsx'
import { OwnKrzp } from './OwnKrzp.tsx'
import { SessionCount } from './SessionCount.tsx'
import classes from './SettingsPage.module.css'

export function SettingsPage() {
  const session = useSession()
  if (session === null) return <SessionEndedPage />
  return <Settings isMember={Boolean(session?.institution)} />
}

function Settings({ isMember }: { isMember: boolean }) {
  const { t } = useTranslation('settings')
  const { data, error, refetch } = useQuery(settingsQuery)
  const { data: sessions } = useQuery(ownSessionsQuery)
  const save = useSaveSettings()
  return (
    <PageBody width="reading">
      <PageTitle title={t('title')} lead={t('lead')} />
      {error ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {data === undefined && !error ? <Skeleton height={240} /> : null}
      {data ? (
        <div className={classes.parts}>
          <section>
            <h2>{t('language.title')}</h2>
            <NativeSelect
              size="md"
              label={t('language.label')}
              description={t('language.hint')}
              value={data.language ?? ''}
              onChange={(event) => {
                const chosen = languages.find((language) => language === event.currentTarget.value)
                save.mutate({ language: chosen ?? null })
              }}
            >
              <option value="">{t('language.browser')}</option>
              {languages.map((language) => (
                <option key={language} value={language}>
                  {languageNames[language]}
                </option>
              ))}
            </NativeSelect>
          </section>
          {isMember ? (
            <ViewerChoice
              chosen={data.desktopViewer}
              onChoose={(desktopViewer) => save.mutate({ desktopViewer })}
            />
          ) : null}
          <section>
            <h2>{t('mail.title')}</h2>
            <p>{data.email === null ? t('mail.noAddress') : t('mail.address', { address: data.email })}</p>
            {isMember && data.email !== null ? (
              <NativeSelect
                size="md"
                label={t('mail.arrivals.label')}
                description={t('mail.arrivals.hint')}
                value={data.arrivalMails}
                onChange={(event) => {
                  const chosen = ARRIVAL_MAILS.find((each) => each === event.currentTarget.value)
                  if (chosen !== undefined) save.mutate({ arrivalMails: chosen })
                }}
              >
                {ARRIVAL_MAILS.map((each) => (
                  <option key={each} value={each}>
                    {t(`mail.arrivals.${each}`)}
                  </option>
                ))}
              </NativeSelect>
            ) : null}
            {isMember && data.email !== null ? (
              <NoticeChoice chosen={data.notices} onChoose={(notices) => save.mutate({ notices })} />
            ) : null}
            <p>{t('mail.what')}</p>
            <ul>
              <li>{t('mail.requests')}</li>
              <li>{t('mail.expiry')}</li>
              <li>{t('mail.programs')}</li>
              <li>{t('mail.invitation')}</li>
              <li>{t('mail.registration')}</li>
            </ul>
          </section>
          {isMember ? <BrowserNotices /> : null}
          {isMember ? <OwnKrzp known={data.krzp} /> : null}
          <section>
            <h2>{t('sessions.title')}</h2>
            {sessions ? <SessionCount sessions={sessions} /> : null}
            <Link to="/sessions">{t('sessions.open')}</Link>
          </section>
        </div>
      ) : null}
      <p role="status" className={classes.saved}>
        {save.isSuccess ? t('saved') : ''}
      </p>
      {save.error ? <ProblemNotice error={save.error} /> : null}
    </PageBody>
  )
}

interface ViewerChoiceProps {
  readonly chosen: string | null
  readonly onChoose: (id: string | null) => void
}

function ViewerChoice({ chosen, onChoose }: ViewerChoiceProps) {
  const { t } = useTranslation('settings')
  const { data: viewers = [] } = useQuery(desktopViewersQuery)
  return (
    <section>
      <h2>{t('viewer.title')}</h2>
      <NativeSelect
        size="md"
        label={t('viewer.label')}
        description={t('viewer.hint')}
        value={chosen ?? ''}
        onChange={(event) => onChoose(event.currentTarget.value || null)}
      >
        <option value="">{t('viewer.none')}</option>
        {viewers.map(({ id, name, way }) => (
          <option key={id} value={id}>
            {way === 'file' ? t('viewer.asFile', { viewer: name }) : name}
          </option>
        ))}
      </NativeSelect>
    </section>
  )
}
