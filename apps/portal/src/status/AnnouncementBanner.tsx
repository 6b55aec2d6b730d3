/** What operators announce, above every page while it lasts. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { announcedIn, statusQuery, textOf } from '../api/status.ts'
import { formatDateTime } from '../format/dates.ts'
import { InfoIcon } from '../icons/icons.tsx'
import classes from './AnnouncementBanner.module.css'

export default function AnnouncementBanner() {
  const { t, i18n } = useTranslation('common')
  const { data } = useQuery(statusQuery)
  const now = new Date()
  const lasting = (data?.announcements ?? []).filter(
    ({ from, to }) => new Date(from) <= now && now < new Date(to),
  )
  if (lasting.length === 0) return null
  return (
    <aside className={classes.banner} aria-label={t('announcement.label')}>
      <InfoIcon size={24} />
      <div>
        {lasting.map((announcement) => (
          <p key={announcement.id}>
            <span lang={announcedIn(i18n.language)}>{textOf(announcement, i18n.language)}</span>{' '}
            <span className={classes.until}>
              {t('announcement.until', { to: formatDateTime(announcement.to, i18n.language) })}
            </span>
          </p>
        ))}
        <Link to="/status">{t('footer.status')}</Link>
      </div>
    </aside>
  )
}
