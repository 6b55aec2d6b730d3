/** What operators announce to everybody: written, shown, withdrawn. */
import { Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import {
  type AnnouncementOfOperators,
  announcementsQuery,
  withdrawAnnouncement,
} from '../../api/announcements.ts'
import { statusQuery } from '../../api/status.ts'
import { formatDateTime } from '../../format/dates.ts'
import { Badge } from '../../layout/Badge.tsx'
import { Paging } from '../../layout/Paging.tsx'
import card from '../Card.module.css'
import { PublishingPage } from '../publishing/PublishingPage.tsx'
import { StaffDialog } from '../StaffDialog.tsx'
import classes from './Announcements.module.css'
import { NewAnnouncement } from './NewAnnouncement.tsx'

const route = getRouteApi('/staff/operator/announcements')
const tones = { coming: 'new', lasting: 'busy', over: 'quiet', withdrawn: 'quiet' } as const

export function AnnouncementsPage() {
  const { t } = useTranslation('announcements')
  const { page } = route.useSearch()
  const queries = useQueryClient()
  const { data, error, refetch } = useQuery(announcementsQuery(page))
  /** The banner above this page too. */
  const refresh = () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: ['operator', 'announcements'] }),
      queries.invalidateQueries({ queryKey: statusQuery.queryKey }),
    ])
  return (
    <PublishingPage
      title={t('title')}
      lead={t('lead')}
      newLabel={t('new')}
      items={data?.items}
      keyOf={({ id }) => id}
      error={error}
      onRetry={() => void refetch()}
      form={({ onCancel, onPublished }) => (
        <NewAnnouncement
          onCancel={onCancel}
          onAnnounced={async () => {
            await refresh()
            onPublished(t('announced'))
          }}
        />
      )}
      item={(announcement, onWithdraw) => (
        <OneAnnouncement announcement={announcement} onWithdraw={onWithdraw} />
      )}
      withdrawal={({ id }, tell, onClose) => (
        <StaffDialog
          tone="red"
          title={t('withdraw.title')}
          confirmLabel={t('withdraw.confirm')}
          onConfirm={() => withdrawAnnouncement(id)}
          onDone={async () => {
            await refresh()
            tell(t('withdrawn'))
          }}
          onClose={onClose}
        >
          <p>{t('withdraw.text')}</p>
        </StaffDialog>
      )}
    >
      {data?.total === 0 ? <p className={classes.none}>{t('none')}</p> : null}
      {data ? (
        <Paging to="/operator/announcements" page={data.page} pageSize={data.pageSize} total={data.total} />
      ) : null}
    </PublishingPage>
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
