/** After sending: what comes next, and what to do when no mail arrives. */
import { useTranslation } from 'react-i18next'
import { PageTitle } from '../layout/PageTitle.tsx'
import prose from '../layout/Prose.module.css'
import classes from './Request.module.css'
import { SendAgain } from './SendAgain.tsx'

interface SentProps {
  readonly status: 'unconfirmed' | 'received'
  readonly email: string
  readonly contact: string | null
}

export function Sent({ status, email, contact }: SentProps) {
  const { t } = useTranslation('registration')
  if (status === 'received')
    return <PageTitle title={t('sent.entered')} lead={t('sent.enteredLead', { email })} />
  return (
    <>
      <PageTitle title={t('sent.title')} lead={t('sent.lead', { email })} />
      <div className={prose.prose}>
        <ol>
          <li>{t('sent.confirm')}</li>
          <li>{t('sent.review')}</li>
          <li>{t('sent.answer')}</li>
        </ol>
      </div>
      <section className={classes.after}>
        <h2>{t('sent.noMail')}</h2>
        <p>{t('sent.noMailText')}</p>
        <SendAgain email={email} />
        {contact === null ? null : (
          <p>
            {t('byMail')} <a href={`mailto:${contact}`}>{contact}</a>
          </p>
        )}
      </section>
    </>
  )
}
