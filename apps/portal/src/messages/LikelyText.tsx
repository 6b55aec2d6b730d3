/** A text of the files as it was most likely meant, and under it what the files say. */
import { likelyText } from '@epacs/intake/looking/likely-text'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { quoted } from '../format/quoted.ts'
import classes from './Studies.module.css'

/** Null for what reads well. */
export function Declared({ texts }: { texts: readonly (string | null)[] }) {
  const declared = useDeclared()(texts)
  return declared === undefined ? null : <p className={classes.declared}>{declared}</p>
}

/** The sentence about texts that are shown in a likely reading; undefined: all of them read well. */
export function useDeclared(): (texts: readonly (string | null)[]) => string | undefined {
  const { t, i18n } = useTranslation('messages')
  return (texts) => declaredIn(texts, t, i18n.language)
}

function declaredIn(
  texts: readonly (string | null)[],
  t: TFunction<'messages'>,
  language: string,
): string | undefined {
  const odd = [...new Set(texts)].flatMap((text) => {
    const other = text === null ? undefined : likelyText(text)
    return text === null || other === undefined ? [] : [{ text, set: other.likelySet }]
  })
  if (odd.length === 0) return undefined
  return t('studies.declared', {
    texts: odd.map(({ text }) => quoted(text, language)).join(', '),
    set: odd[0]?.set,
  })
}
