/** In how many browsers one is signed in, and how many programs are under one's name. */
import { useTranslation } from 'react-i18next'
import type { OwnSession } from '../api/own-sessions.ts'
import { formatNumber } from '../format/sizes.ts'

export function SessionCount({ sessions }: { readonly sessions: readonly OwnSession[] }) {
  const { t, i18n } = useTranslation('settings')
  const programs = sessions.filter(({ program }) => program !== null).length
  const counted = (count: number) => ({ count, number: formatNumber(count, i18n.language) })
  return (
    <p>
      {t('sessions.count', counted(sessions.length - programs))}
      {programs > 0 ? ` ${t('sessions.programs', counted(programs))}` : ''}
    </p>
  )
}
