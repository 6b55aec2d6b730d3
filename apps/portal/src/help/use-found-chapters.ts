/** Which chapters hold the words that somebody typed; all of them while nothing is typed. */
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { type Chapter, type Part, parts } from './chapters.ts'
import { holds, wordsOf } from './finding.ts'
import { chapterWords, type TextsOfPart, usePartTexts } from './use-part-texts.ts'

interface FoundChapters {
  readonly chapters: ReadonlySet<Chapter>
  readonly words: readonly string[]
  readonly texts: Readonly<Record<Part, TextsOfPart>>
  /** Whether the texts of all parts are here. */
  readonly ready: boolean
}

/** `whole`: whether the texts of all parts are wanted already. */
export function useFoundChapters(typed: string, whole: boolean): FoundChapters {
  const { t } = useTranslation('help')
  const visitors = usePartTexts('helpVisitors', whole)
  const users = usePartTexts('helpUsers', whole)
  const nodes = usePartTexts('helpNodes', whole)
  const ready = visitors.ready && users.ready && nodes.ready
  const read = useMemo(() => {
    const of = { visitors: visitors.t, users: users.t, nodes: nodes.t }
    return parts.flatMap(({ part, chapters }) =>
      chapters.map((chapter) => ({
        chapter,
        text: ready ? `${t(`chapter.${chapter}`)}\n${chapterWords(of[part], chapter)}` : '',
      })),
    )
  }, [t, visitors.t, users.t, nodes.t, ready])
  const found = useMemo(() => {
    const words = wordsOf(typed)
    const holding = read.filter(({ text }) => !ready || words.length === 0 || holds(text, words))
    return { chapters: new Set(holding.map(({ chapter }) => chapter)), words }
  }, [read, typed, ready])
  return { ...found, texts: { visitors, users, nodes }, ready }
}
