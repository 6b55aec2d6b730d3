/** One chapter of the help; words that were looked for are marked. */
import { Prose } from '../layout/Prose.tsx'
import type { Chapter } from './chapters.ts'
import classes from './HelpPage.module.css'
import { highlighted } from './highlighted.tsx'
import type { TextsOfPart } from './use-part-texts.ts'

interface ChapterTextProps {
  readonly chapter: Chapter
  readonly texts: TextsOfPart
  readonly title: string
  readonly words: readonly string[]
}

export function ChapterText({ chapter, texts, title, words }: ChapterTextProps) {
  return (
    <section id={chapter} aria-labelledby={`${chapter}-title`} className={classes.chapter}>
      <h3 id={`${chapter}-title`} tabIndex={-1}>
        {highlighted(title, words)}
      </h3>
      {texts.ready ? <Prose t={texts.t} text={chapter} shown={(text) => highlighted(text, words)} /> : null}
    </section>
  )
}
