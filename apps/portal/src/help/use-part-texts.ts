/** The texts of a part of the help, which come when somebody reads on. */
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { withoutMarks } from '../layout/marked.ts'
import { proseBlocks } from '../layout/Prose.tsx'
import type { PartTexts } from './chapters.ts'

/** What the page itself waits for. */
const FIRST: PartTexts = 'helpVisitors'

export interface TextsOfPart {
  readonly t: TFunction
  readonly ready: boolean
}

export function usePartTexts(texts: PartTexts, wanted: boolean): TextsOfPart {
  const here = wanted || texts === FIRST
  const { t, ready } = useTranslation(here ? texts : FIRST, { useSuspense: false })
  return { t, ready: here && ready }
}

/** A chapter as it is read, for searching. */
export function chapterWords(t: TFunction, chapter: string): string {
  return proseBlocks(t, chapter)
    .flatMap((block) => (typeof block === 'string' ? [block] : 'steps' in block ? block.steps : block.points))
    .map(withoutMarks)
    .join('\n')
}
