/** Who may join, the ways of connection, and how to apply. */
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { contactEmail } from '../api/contact.ts'
import { InboxIcon, NodeIcon } from '../icons/icons.tsx'
import { PageBody } from '../layout/PageBody.tsx'
import { PageTitle } from '../layout/PageTitle.tsx'
import { Prose } from '../layout/Prose.tsx'
import classes from './JoinPage.module.css'
import { NodeSuppliers } from './NodeSuppliers.tsx'

export function JoinPage() {
  const { t } = useTranslation('join')
  const contact = contactEmail()
  return (
    <PageBody>
      <PageTitle title={t('title')} lead={t('lead')} />
      <div className={classes.columns}>
        <div className={classes.text}>
          <section>
            <h2>{t('who.title')}</h2>
            <Prose t={t} text="who.text" />
          </section>
          <section>
            <h2>{t('ways.title')}</h2>
            <div className={classes.ways}>
              <div className={classes.way}>
                <InboxIcon size={28} />
                <h3>{t('ways.mailbox.title')}</h3>
                <Prose t={t} text="ways.mailbox.text" />
              </div>
              <div className={classes.way}>
                <NodeIcon size={28} />
                <h3>{t('ways.node.title')}</h3>
                <Prose t={t} text="ways.node.text" />
              </div>
            </div>
          </section>
          <section id="suppliers">
            <h2>{t('suppliers.title')}</h2>
            <NodeSuppliers />
          </section>
          <section>
            <h2>{t('jtp.title')}</h2>
            <Prose t={t} text="jtp.text" />
          </section>
        </div>
        <aside className={classes.apply} aria-label={t('apply.title')}>
          <h2>{t('apply.title')}</h2>
          <Prose t={t} text="apply.text" />
          <Link to="/registration/new" className={classes.button}>
            {t('apply.fill')}
          </Link>
          {contact === null ? null : (
            <p className={classes.address}>
              {t('apply.byMail')}{' '}
              <a href={`mailto:${contact}?subject=${encodeURIComponent(t('apply.subject'))}`}>{contact}</a>
            </p>
          )}
        </aside>
      </div>
    </PageBody>
  )
}
