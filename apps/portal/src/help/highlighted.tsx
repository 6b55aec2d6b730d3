/** A text with the words that were looked for marked. */
import type { ReactNode } from 'react'
import { foundIn } from './finding.ts'

export function highlighted(text: string, words: readonly string[]): ReactNode {
  if (words.length === 0) return text
  let shown = 0
  const parts: ReactNode[] = []
  for (const { start, end } of foundIn(text, words)) {
    parts.push(text.slice(shown, start), <mark key={start}>{text.slice(start, end)}</mark>)
    shown = end
  }
  return [...parts, text.slice(shown)]
}
