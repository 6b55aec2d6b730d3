/** Actions by the words that the trail shows them with: the centre knows them by their codes alone. */
import { useTranslation } from 'react-i18next'
import { wordsOccur } from '../choosing/words-occur.ts'

/** Separated by commas; undefined: nothing is looked for, or no action is called so. */
export function useActionsOf(q: string | undefined): string | undefined {
  const { t } = useTranslation('audit')
  if (q === undefined) return undefined
  const groups = Object.entries(t('action', { returnObjects: true }))
  const found = groups.flatMap(([group, actions]) =>
    Object.entries(actions)
      .filter(([, words]) => wordsOccur(q, [String(words)]))
      .map(([action]) => `${group}.${action}`),
  )
  return found.length === 0 ? undefined : found.join(',')
}
