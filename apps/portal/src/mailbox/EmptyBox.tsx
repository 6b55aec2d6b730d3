/** A box without a single message: what will stand here, and what can be done meanwhile. */
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Box } from '../api/types.ts'
import { InboxIcon, SendIcon } from '../icons/icons.tsx'
import classes from './EmptyBox.module.css'

export function EmptyBox({ box }: { box: Box }) {
  const { t } = useTranslation('mailbox')
  const Icon = box === 'inbox' ? InboxIcon : SendIcon
  return (
    <div className={classes.empty}>
      <span className={classes.icon}>
        <Icon size={40} />
      </span>
      <h2>{t(`${box}.emptyTitle`)}</h2>
      <p>{t(`${box}.emptyText`)}</p>
      <p>
        <Link to={box === 'inbox' ? '/help' : '/institutions'}>{t(`${box}.emptyLink`)}</Link>
      </p>
    </div>
  )
}
