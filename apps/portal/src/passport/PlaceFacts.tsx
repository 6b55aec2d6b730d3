/** What one PACS takes: kinds of objects, compressions, character sets, and since when that is known. */
import { transferSyntaxName } from '@epacs/intake/passport'
import { useTranslation } from 'react-i18next'
import type { ShownPlace } from '../api/passports.ts'
import { formatDateTime } from '../format/dates.ts'
import classes from './Passport.module.css'

interface PlaceFactsProps {
  readonly place: ShownPlace
  readonly sopClassNames: Readonly<Record<string, string>>
}

export function PlaceFacts({ place, sopClassNames }: PlaceFactsProps) {
  const { t, i18n } = useTranslation('passport')
  const { takes, decompresses, characterSets, learnedAt } = place
  const nameOf = (uid: string) => sopClassNames[uid] ?? uid
  return (
    <ul className={classes.facts}>
      {takes === null ? <li>{t('unknown')}</li> : null}
      {takes?.kinds.map(({ sopClassUids, transferSyntaxUids }) => {
        const refused = takes.transferSyntaxUids.filter((uid) => !transferSyntaxUids.includes(uid))
        const names = (uids: readonly string[]) => uids.map(transferSyntaxName).join(', ')
        const isTaken = transferSyntaxUids.length > 0
        const decompressed = refused.filter((uid) => decompresses.includes(uid))
        const lost = refused.filter((uid) => !decompresses.includes(uid))
        return (
          <li key={sopClassUids.join(' ')}>
            <details>
              <summary>{t(isTaken ? 'takesKinds' : 'refusesKinds', { count: sopClassUids.length })}</summary>
              <p>{sopClassUids.map(nameOf).join(', ')}</p>
            </details>
            {isTaken ? <p>{t('asItIs', { names: names(transferSyntaxUids) })}</p> : null}
            {isTaken && decompressed.length > 0 ? (
              <p>{t('decompressed', { names: names(decompressed) })}</p>
            ) : null}
            {isTaken && lost.length > 0 ? <p>{t('notTaken', { names: names(lost) })}</p> : null}
          </li>
        )
      })}
      {characterSets === null ? null : <li>{t('characterSets', { names: characterSets.join(', ') })}</li>}
      {takes === null ? null : (
        <li className={classes.soft}>
          {learnedAt === null
            ? t('declared')
            : t('learned', { at: formatDateTime(learnedAt, i18n.language) })}
        </li>
      )}
    </ul>
  )
}
