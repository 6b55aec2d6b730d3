/**
 * What stands on the screen until the program has come: the header and a public page's heading, where the real ones
 * will be. Written into the page while building (build/first-paint.ts) in every language, of which one is shown.
 */
import '../theme/first.css'
import '../theme/fonts.css'
import { renderToStaticMarkup } from 'react-dom/server'
import { Hero } from '../about/Hero.tsx'
import { type Language, languages } from '../i18n/languages.ts'
import { UserIcon } from '../icons/icons.tsx'
import account from '../layout/Account.module.css'
import header from '../layout/Header.module.css'
import { Logo } from '../layout/Logo.tsx'
import navigation from '../layout/Navigation.module.css'
import { PageBody } from '../layout/PageBody.tsx'
import { PageTitle } from '../layout/PageTitle.tsx'
import { PUBLIC_TABS } from '../layout/public-tabs.ts'
import shell from '../layout/Shell.module.css'
import classes from './FirstPaint.module.css'
import type { PublicPage } from './public-pages.ts'
import { textOf } from './words.ts'

/** Undefined: of every other page, which has no more than a header. */
export function firstPaint(page: PublicPage | undefined): string {
  return renderToStaticMarkup(
    languages.map((language) => (
      <div key={language} lang={language} className={classes.page}>
        <Header language={language} page={page} />
        {page ? (
          <main className={shell.main}>
            <Heading language={language} page={page} />
          </main>
        ) : null}
      </div>
    )),
  )
}

function Header({ language, page }: { language: Language; page: PublicPage | undefined }) {
  const words = (key: string) => textOf(language, 'common', key)
  return (
    <header className={header.header}>
      <div className={header.bar}>
        <a href="/" className={header.home} aria-label={words('home')}>
          <Logo />
        </a>
        <p className={header.claim}>{words('claim')}</p>
        {page ? (
          <div className={`${header.tools} ${classes.visitors}`}>
            <a href="/sign-in" className={account.signIn}>
              <UserIcon />
              {words('signIn')}
            </a>
          </div>
        ) : null}
      </div>
      <div className={header.menu}>
        {page ? (
          <nav aria-label={words('nav.label')} className={`${navigation.nav} ${classes.visitors}`}>
            <ul className={navigation.list}>
              {PUBLIC_TABS.map(({ to, label }) => (
                <li key={to}>
                  <a
                    href={to}
                    className={navigation.tab}
                    aria-current={to === page.path ? 'page' : undefined}
                  >
                    {words(label)}
                  </a>
                </li>
              ))}
            </ul>
          </nav>
        ) : null}
      </div>
    </header>
  )
}

function Heading({ language, page }: { language: Language; page: PublicPage }) {
  const words = (key: string) => textOf(language, page.feature, key)
  const title = <PageTitle title={words('title')} lead={page.hasLead === false ? undefined : words('lead')} />
  if (page.width !== 'hero') return <PageBody width={page.width}>{title}</PageBody>
  const actions = (
    <>
      <a href="/institutions" data-way="primary">
        {words('findInstitution')}
      </a>
      <a href="/registration/new" data-way="secondary">
        {words('apply')}
      </a>
      <a href="/send" data-way="plain">
        {words('send')}
      </a>
      <a href="/join" data-way="plain">
        {words('join')}
      </a>
    </>
  )
  return <Hero actions={actions}>{title}</Hero>
}
