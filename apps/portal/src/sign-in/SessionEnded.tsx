/**
 * The session has ended while a members' page was open. Where nothing is lost, it takes the page's place; above an
 * unfinished sending it is a notice that leads to the sign-in in another tab, and the work stays.
 */
import { Alert } from '@mantine/core'
import { Link, useRouterState } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { WarningIcon } from '../icons/icons.tsx'
import { PageBody } from '../layout/PageBody.tsx'
import { PageTitle } from '../layout/PageTitle.tsx'
import classes from './SessionEnded.module.css'

export function SessionEndedPage() {
  const { t } = useTranslation('signIn')
  const returnTo = useRouterState({ select: ({ location }) => location.href })
  return (
    <PageBody width="reading">
      <PageTitle title={t('ended.title')} lead={t('ended.lead')} />
      <p>
        <Link to="/sign-in" search={{ returnTo }} className={classes.enter}>
          {t('ended.again')}
        </Link>
      </p>
    </PageBody>
  )
}

export function SessionEndedNotice() {
  const { t } = useTranslation('signIn')
  return (
    <div className={classes.notice}>
      <Alert role="alert" color="amber" icon={<WarningIcon />} title={t('ended.title')}>
        <p>{t('ended.keepsWork')}</p>
        <p>
          <a href="/sign-in" target="_blank" rel="noreferrer">
            {t('ended.againInTab')}
          </a>
        </p>
      </Alert>
    </div>
  )
}
