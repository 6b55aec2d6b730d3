/** The footer: who runs the service, where to write, the pages that law and newcomers ask for. */
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { contactEmail } from '../api/contact.ts'
import classes from './Footer.module.css'
import { Logo } from './Logo.tsx'

export function Footer() {
  const { t } = useTranslation('common')
  const contact = contactEmail()
  return (
    <footer className={classes.footer} data-dark>
      <div className={classes.inner}>
        <div className={classes.about}>
          <Logo />
          <p>{t('footer.about')}</p>
        </div>
        <nav aria-label={t('footer.pages')}>
          <h2 className={classes.heading}>{t('footer.pages')}</h2>
          <ul className={classes.list}>
            <li>
              <Link to="/join">{t('footer.join')}</Link>
            </li>
            <li>
              <Link to="/help">{t('nav.help')}</Link>
            </li>
            <li>
              <Link to="/status">{t('footer.status')}</Link>
            </li>
            <li>
              <Link to="/accessibility">{t('footer.accessibility')}</Link>
            </li>
            <li>
              <Link to="/privacy">{t('footer.privacy')}</Link>
            </li>
            <li>
              <Link to="/conditions">{t('footer.conditions')}</Link>
            </li>
            <li>
              <a href="/api/openapi.json">{t('footer.api')}</a>
            </li>
          </ul>
        </nav>
        {contact === null ? null : (
          <div>
            <h2 className={classes.heading}>{t('footer.contact')}</h2>
            <p>{t('footer.contactLead')}</p>
            <p>
              <a href={`mailto:${contact}`}>{contact}</a>
            </p>
          </div>
        )}
      </div>
    </footer>
  )
}
