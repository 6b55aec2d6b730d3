/** A text of the files as it was most likely meant, and under it what the files say. */
import { likelyText } from '@epacs/intake/looking/likely-text'
import { useTranslation } from 'react-i18next'
import classes from './Studies.module.css'

/** Null for what reads well. */
export function Declared({ texts }: { texts: readonly (string | null)[] }) {
  const { t } = useTranslation('messages')
  const odd = [...new Set(texts)].flatMap((text) => {
    const other = text === null ? undefined : likelyText(text)
    return text === null || other === undefined ? [] : [{ text, set: other.likelySet }]
  })
  if (odd.length === 0) return null
  return (
    <p className={classes.declared}>
      {t('studies.declared', { texts: odd.map(({ text }) => `„${text}“`).join(', '), set: odd[0]?.set })}
    </p>
  )
}
