/** The front page: what ePACS is, for whom, how it works, its figures, and why it can be trusted. */
import { Link } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { PageTitle } from '../layout/PageTitle.tsx'
import classes from './AboutPage.module.css'
import { Figures } from './Figures.tsx'
import { Hero } from './Hero.tsx'

/** Below the fold: the page is there before it. */
const NetworkFigures = lazy(() =>
  import('./NetworkFigures.tsx').then((module) => ({ default: module.NetworkFigures })),
)

const steps = ['choose', 'check', 'collect'] as const
const audiences = ['practice', 'hospital', 'science'] as const
const promises = ['unchanged', 'whole', 'closed', 'recorded'] as const

export function AboutPage() {
  const { t } = useTranslation('about')
  return (
    <>
      <Hero
        actions={
          <>
            <Link to="/institutions" data-way="primary">
              {t('findInstitution')}
            </Link>
            <Link to="/registration/new" preload={false} data-way="secondary">
              {t('apply')}
            </Link>
            <Link to="/send" preload={false} data-way="plain">
              {t('send')}
            </Link>
            <Link to="/join" data-way="plain">
              {t('join')}
            </Link>
          </>
        }
      >
        <PageTitle title={t('title')} windowTitle={t('windowTitle')} lead={t('lead')} />
      </Hero>

      <Figures />

      <section className={classes.section}>
        <h2>{t('steps.title')}</h2>
        <ol className={classes.steps}>
          {steps.map((step) => (
            <li key={step} className={classes.step}>
              <h3>{t(`steps.${step}.title`)}</h3>
              <p>{t(`steps.${step}.text`)}</p>
            </li>
          ))}
        </ol>
      </section>

      <section className={classes.section}>
        <h2>{t('audience.title')}</h2>
        <div className={classes.audiences}>
          {audiences.map((audience) => (
            <div key={audience} className={classes.audience}>
              <h3>{t(`audience.${audience}.title`)}</h3>
              <p>{t(`audience.${audience}.text`)}</p>
            </div>
          ))}
        </div>
        <p className={classes.more}>
          <Link to="/join">{t('audience.more')}</Link>
        </p>
      </section>

      <Suspense fallback={null}>
        <NetworkFigures />
      </Suspense>

      <section className={classes.trust}>
        <div className={classes.trustInner}>
          <div>
            <h2>{t('trust.title')}</h2>
            <p className={classes.organiser}>{t('trust.organiser')}</p>
          </div>
          <dl className={classes.promises}>
            {promises.map((promise) => (
              <div key={promise}>
                <dt>{t(`trust.${promise}.title`)}</dt>
                <dd>{t(`trust.${promise}.text`)}</dd>
              </div>
            ))}
          </dl>
        </div>
      </section>
    </>
  )
}
