/** What operators announce to everybody: written, shown, withdrawn. */
import { Button, Skeleton } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  type AnnouncementOfOperators,
  announcementsQuery,
  withdrawAnnouncement,
} from '../../api/announcements.ts'
import { statusQuery } from '../../api/status.ts'
import { formatDateTime } from '../../format/dates.ts'
import { PlusIcon } from '../../icons/icons.tsx'
import { Badge } from '../../layout/Badge.tsx'
import { PageTitle } from '../../layout/PageTitle.tsx'
import { Paging } from '../../layout/Paging.tsx'
import card from '../Card.module.css'
import { Done } from '../Done.tsx'
import { StaffDialog } from '../StaffDialog.tsx'
import { StaffProblem } from '../StaffProblem.tsx'
import classes from './Announcements.module.css'
import { NewAnnouncement } from './NewAnnouncement.tsx'

const route = getRouteApi('/staff/operator/announcements')
const tones = { coming: 'new', lasting: 'busy', over: 'quiet', withdrawn: 'quiet' } as const

export function AnnouncementsPage() {
  const { t } = useTranslation('announcements')
  const { page } = route.useSearch()
  const queries = useQueryClient()
  const { data, error, refetch } = useQuery(announcementsQuery(page))
  const [isWriting, setWriting] = useState(false)
  const [done, setDone] = useState<{ readonly words: string; readonly at: number }>()
  const [withdrawn, setWithdrawn] = useState<AnnouncementOfOperators>()
  /** The banner above this page too. */
  const refresh = async (words: string) => {
    await Promise.all([
      queries.invalidateQueries({ queryKey: ['operator', 'announcements'] }),
      queries.invalidateQueries({ queryKey: statusQuery.queryKey }),
    ])
    setDone({ words, at: Date.now() })
  }
  return (
    <>
      <PageTitle title={t('title')} lead={t('lead')} />
      {error && !data ? <StaffProblem error={error} onRetry={() => void refetch()} /> : null}
      {data === undefined && !error ? <Skeleton height={240} /> : null}
      {done === undefined ? null : (
        <Done key={done.at}>
          <p>{done.words}</p>
        </Done>
      )}
      {data && !isWriting ? (
        <Button
          className={classes.new ?? ''}
          size="md"
          leftSection={<PlusIcon />}
          onClick={() => {
            setDone(undefined)
            setWriting(true)
          }}
        >
          {t('new')}
        </Button>
      ) : null}
      {data && isWriting ? (
        <NewAnnouncement
          onCancel={() => setWriting(false)}
          onAnnounced={async () => {
            setWriting(false)
            await refresh(t('announced'))
          }}
        />
      ) : null}
      {data?.total === 0 ? <p className={classes.none}>{t('none')}</p> : null}
      <ul className={classes.list} aria-label={t('title')}>
        {(data?.items ?? []).map((announcement) => (
          <li key={announcement.id} className={card.card}>
            <OneAnnouncement announcement={announcement} onWithdraw={() => setWithdrawn(announcement)} />
          </li>
        ))}
      </ul>
      {data ? (
        <Paging to="/operator/announcements" page={data.page} pageSize={data.pageSize} total={data.total} />
      ) : null}
      {withdrawn ? (
        <StaffDialog
          tone="red"
          title={t('withdraw.title')}
          confirmLabel={t('withdraw.confirm')}
          onConfirm={() => withdrawAnnouncement(withdrawn.id)}
          onDone={() => refresh(t('withdrawn'))}
          onClose={() => setWithdrawn(undefined)}
        >
          <p>{t('withdraw.text')}</p>
        </StaffDialog>
      ) : null}
    </>
  )
}

interface OneAnnouncementProps {
  readonly announcement: AnnouncementOfOperators
  readonly onWithdraw: () => void
}

function OneAnnouncement({ announcement, onWithdraw }: OneAnnouncementProps) {
  const { t, i18n } = useTranslation('announcements')
  const { from, to, state, texts } = announcement
  const when = t('when', { from: formatDateTime(from, i18n.language), to: formatDateTime(to, i18n.language) })
  return (
    <>
      <h2>
        {when} <Badge tone={tones[state]}>{t(`state.${state}`)}</Badge>
      </h2>
      <p lang="cs">{texts.cs}</p>
      <p lang="en" className={classes.translation}>
        {texts.en}
      </p>
      {state === 'coming' || state === 'lasting' ? (
        <div className={card.buttons}>
          <Button
            variant="outline"
            color="red"
            onClick={onWithdraw}
            aria-label={t('withdraw.open', { when })}
          >
            {t('withdraw.confirm')}
          </Button>
        </div>
      ) : null}
    </>
  )
}
