/**
 * Help for visitors, users of a mailbox and administrators of nodes, searched in all its chapters at once. Every
 * chapter has an address of its own, and so has what was looked for.
 */
import { getRouteApi, Link, useLocation } from '@tanstack/react-router'
import { type FormEvent, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { PageBody } from '../layout/PageBody.tsx'
import { PageTitle } from '../layout/PageTitle.tsx'
import { Prose } from '../layout/Prose.tsx'
import { SearchField } from '../layout/SearchField.tsx'
import { useTypedFilter } from '../layout/use-typed-filter.ts'
import { ChapterText } from './ChapterText.tsx'
import { parts } from './chapters.ts'
import classes from './HelpPage.module.css'
import { useFoundChapters } from './use-found-chapters.ts'
import { useReadingOn } from './use-reading-on.ts'

const route = getRouteApi('/help')

/** To the first chapter that was found, as a press of Enter in a search means. */
function toFirst(event: FormEvent): void {
  event.preventDefault()
  document.querySelector<HTMLElement>(`.${classes.chapter} h3`)?.focus()
}

export function HelpPage() {
  const { t } = useTranslation('help')
  const { q } = route.useSearch()
  const navigate = route.useNavigate()
  const { hash } = useLocation()
  const [typed, setTyped] = useTypedFilter(
    q,
    (words) => void navigate({ search: { q: words }, hash: '', replace: true, resetScroll: false }),
  )
  const second = useRef<HTMLElement>(null)
  const readingOn = useReadingOn(second)
  const { chapters, words, texts, ready } = useFoundChapters(typed, readingOn || hash !== '' || typed !== '')
  useEffect(() => {
    // Parts that are still to come would push the chapter away from under the reader.
    if (hash !== '' && ready) document.getElementById(hash)?.scrollIntoView()
  }, [hash, ready])
  const shownParts = parts
    .map((part) => ({ ...part, chapters: part.chapters.filter((chapter) => chapters.has(chapter)) }))
    .filter((part) => part.chapters.length > 0)
  const searching = words.length > 0

  return (
    <PageBody>
      <PageTitle title={t('title')} lead={t('lead')} />
      <search>
        <form onSubmit={toFirst} className={classes.search}>
          <SearchField
            label={t('search.label')}
            placeholder={t('search.placeholder')}
            maxLength={200}
            value={typed}
            onType={setTyped}
          />
        </form>
      </search>
      <p role="status" className={classes.count}>
        {searching && ready ? t('search.found', { count: chapters.size }) : null}
      </p>
      {searching ? (
        <p className={classes.whole}>
          <Link to="/help" replace resetScroll={false}>
            {t('search.clear')}
          </Link>
        </p>
      ) : null}
      {searching && ready && chapters.size === 0 ? (
        <section className={classes.nothing}>
          <h2>{t('search.nothing')}</h2>
          <Prose t={t} text="search.nothingText" />
        </section>
      ) : (
        <div className={classes.columns}>
          <nav aria-label={t('contents')} className={classes.contents}>
            {shownParts.map((part) => (
              <div key={part.part}>
                <p>{t(`part.${part.part}`)}</p>
                <ul>
                  {part.chapters.map((chapter) => (
                    <li key={chapter}>
                      <a href={`#${chapter}`}>{t(`chapter.${chapter}`)}</a>
                    </li>
                  ))}
                </ul>
              </div>
            ))}
          </nav>
          <div className={classes.text}>
            {shownParts.map((part, place) => (
              <section
                key={part.part}
                ref={place === 1 ? second : null}
                aria-labelledby={`part-${part.part}`}
              >
                <h2 id={`part-${part.part}`}>{t(`part.${part.part}`)}</h2>
                {part.chapters.map((chapter) => (
                  <ChapterText
                    key={chapter}
                    chapter={chapter}
                    texts={texts[part.part]}
                    title={t(`chapter.${chapter}`)}
                    words={words}
                  />
                ))}
              </section>
            ))}
          </div>
        </div>
      )}
    </PageBody>
  )
}
