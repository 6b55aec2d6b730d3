/** What one PACS takes: kinds of objects, compressions, character sets, and since when that is known. */
import { transferSyntaxName } from '@epacs/intake/passport'
import { useTranslation } from 'react-i18next'
import type { ShownPlace } from '../api/passports.ts'
import { formatDateTime } from '../format/dates.ts'

/** Explicit VR Little Endian: what nodes decompress to. */
const PLAIN = '1.2.840.10008.1.2.1'

interface PlaceFactsProps {
  readonly place: ShownPlace
  readonly sopClassNames: Readonly<Record<string, string>>
}

export function PlaceFacts({ place, sopClassNames }: PlaceFactsProps) {
  const { t, i18n } = useTranslation('nodes')
  const { takes, decompresses, characterSets, learnedAt } = place
  const nameOf = (uid: string) => sopClassNames[uid] ?? uid
  return (
    <ul>
      {takes === null ? <li>{t('takes.unknown')}</li> : null}
      {takes?.kinds.map(({ sopClassUids, transferSyntaxUids }) => {
        const refused = takes.transferSyntaxUids.filter((uid) => !transferSyntaxUids.includes(uid))
        const names = (uids: readonly string[]) => uids.map(transferSyntaxName).join(', ')
        const isTaken = transferSyntaxUids.length > 0
        const isDecompressed = (uid: string) =>
          decompresses.includes(uid) && transferSyntaxUids.includes(PLAIN)
        const decompressed = refused.filter(isDecompressed)
        const lost = refused.filter((uid) => !isDecompressed(uid))
        return (
          <li key={sopClassUids.join(' ')}>
            <details>
              <summary>
                {t(isTaken ? 'takes.takesKinds' : 'takes.refusesKinds', { count: sopClassUids.length })}
              </summary>
              <p>{sopClassUids.map(nameOf).join(', ')}</p>
            </details>
            {isTaken ? <p>{t('takes.asItIs', { names: names(transferSyntaxUids) })}</p> : null}
            {isTaken && decompressed.length > 0 ? (
              <p>{t('takes.decompressed', { names: names(decompressed) })}</p>
            ) : null}
            {isTaken && lost.length > 0 ? <p>{t('takes.notTaken', { names: names(lost) })}</p> : null}
          </li>
        )
      })}
      {characterSets === null ? null : (
        <li>{t('takes.characterSets', { names: characterSets.join(', ') })}</li>
      )}
      {takes === null ? null : (
        <li>
          {learnedAt === null
            ? t('takes.declared')
            : t('takes.learned', { at: formatDateTime(learnedAt, i18n.language) })}
        </li>
      )}
    </ul>
  )
}
