/** Help for visitors and for users of a mailbox; every chapter has an address of its own. */
import { useLocation } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { PageBody } from '../layout/PageBody.tsx'
import { PageTitle } from '../layout/PageTitle.tsx'
import { Prose } from '../layout/Prose.tsx'
import classes from './HelpPage.module.css'

const parts = [
  { part: 'visitors', chapters: ['what', 'participants', 'join'] },
  {
    part: 'users',
    chapters: [
      'user',
      'certificate',
      'sign-in',
      'send',
      'formats',
      'result',
      'mailbox',
      'download',
      'delete',
      'colleagues',
      'institutions',
      'sessions',
    ],
  },
  { part: 'programs', chapters: ['api'] },
] as const

export function HelpPage() {
  const { t } = useTranslation('help')
  const { hash } = useLocation()
  useEffect(() => {
    if (hash !== '') document.getElementById(hash)?.scrollIntoView()
  }, [hash])
  return (
    <PageBody>
      <PageTitle title={t('title')} lead={t('lead')} />
      <div className={classes.columns}>
        <nav aria-label={t('contents')} className={classes.contents}>
          {parts.map(({ part, chapters }) => (
            <div key={part}>
              <p>{t(`part.${part}`)}</p>
              <ul>
                {chapters.map((chapter) => (
                  <li key={chapter}>
                    <a href={`#${chapter}`}>{t(`chapter.${chapter}.title`)}</a>
                  </li>
                ))}
              </ul>
            </div>
          ))}
        </nav>
        <div className={classes.text}>
          {parts.map(({ part, chapters }) => (
            <section key={part} aria-labelledby={`part-${part}`}>
              <h2 id={`part-${part}`}>{t(`part.${part}`)}</h2>
              {chapters.map((chapter) => (
                <section
                  key={chapter}
                  id={chapter}
                  aria-labelledby={`${chapter}-title`}
                  className={classes.chapter}
                >
                  <h3 id={`${chapter}-title`}>{t(`chapter.${chapter}.title`)}</h3>
                  <Prose t={t} text={`chapter.${chapter}.text`} />
                </section>
              ))}
            </section>
          ))}
        </div>
      </div>
    </PageBody>
  )
}
