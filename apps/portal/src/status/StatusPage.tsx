/** What works now, since when, and what is announced. Open to everybody. */
import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { type Announcement, announcedIn, statusQuery, textOf } from '../api/status.ts'
import { formatDateTime } from '../format/dates.ts'
import { Badge } from '../layout/Badge.tsx'
import { PageBody } from '../layout/PageBody.tsx'
import { PageTitle } from '../layout/PageTitle.tsx'
import { ProblemNotice } from '../layout/ProblemNotice.tsx'
import classes from './StatusPage.module.css'

/** Whoever looks at this page wants to know what is true now. */
const LOOK_EVERY_MS = 30_000

const tones = { working: 'good', impaired: 'busy', down: 'bad', off: 'quiet' } as const

export function StatusPage() {
  const { t, i18n } = useTranslation('status')
  const { data, error, refetch } = useQuery({
    ...statusQuery,
    staleTime: 0,
    refetchInterval: LOOK_EVERY_MS,
  })
  const moment = (at: string) => formatDateTime(at, i18n.language)
  return (
    <PageBody width="reading">
      <PageTitle title={t('title')} lead={t('lead')} />
      {error ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton height={320} /> : null}
      {/* What was true before is no answer to the question. */}
      {data && !error ? (
        <>
          <p className={classes.whole} data-tone={tones[data.state]}>
            {/* Read out when it changes; the time beside it, which always does, is not. */}
            <b role="status">{t(`whole.${data.state}`)}</b> {t('at', { at: moment(data.at) })}
          </p>
          <section className={classes.part}>
            <h2>{t('announcements.title')}</h2>
            {data.announcements.length === 0 ? <p>{t('announcements.none')}</p> : null}
            <ul className={classes.announcements}>
              {data.announcements.map((announcement) => (
                <li key={announcement.id}>
                  <OneAnnouncement announcement={announcement} />
                </li>
              ))}
            </ul>
          </section>
          <section className={classes.part}>
            <h2>{t('parts')}</h2>
            <dl className={classes.parts}>
              {data.parts.map(({ part, state }) => (
                <div key={part}>
                  <dt>
                    <b>{t(`part.${part}.name`)}</b>
                    <span>{t(`part.${part}.what`)}</span>
                  </dt>
                  <dd>
                    <Badge tone={tones[state]}>{t(`state.${state}`)}</Badge>
                  </dd>
                </div>
              ))}
            </dl>
          </section>
          <p className={classes.running}>
            {data.upSince === null ? null : `${t('upSince', { at: moment(data.upSince) })} `}
            {t('version', { version: data.version })}
          </p>
        </>
      ) : null}
    </PageBody>
  )
}

function OneAnnouncement({ announcement }: { readonly announcement: Announcement }) {
  const { t, i18n } = useTranslation('status')
  const { from, to } = announcement
  const lasts = new Date(from) <= new Date()
  return (
    <>
      <p className={classes.when}>
        {t('announcements.when', {
          from: formatDateTime(from, i18n.language),
          to: formatDateTime(to, i18n.language),
        })}{' '}
        <Badge tone={lasts ? 'busy' : 'quiet'}>
          {t(lasts ? 'announcements.lasts' : 'announcements.coming')}
        </Badge>
      </p>
      <p lang={announcedIn(i18n.language)}>{textOf(announcement, i18n.language)}</p>
    </>
  )
}
