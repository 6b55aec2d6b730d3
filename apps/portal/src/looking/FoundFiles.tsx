/** Files that will not be delivered, in the words of the centre's result: missing, refused, and what is left out anyway. */
import type { FileOutcome } from '@epacs/intake/looking'
import { useTranslation } from 'react-i18next'
import { formatNumber } from '../format/sizes.ts'
import { FilesWithReason } from '../messages/FilesWithReason.tsx'
import { groupFiles } from '../messages/file-groups.ts'
import classes from './LookPanel.module.css'

const kinds = ['missing', 'refused', 'leftOut'] as const

const kindOf = ({ outcome, code }: FileOutcome): (typeof kinds)[number] =>
  code === 'dicomdir-file-missing' ? 'missing' : outcome === 'refused' ? 'refused' : 'leftOut'

export function FoundFiles({ files }: { readonly files: readonly FileOutcome[] }) {
  const { t, i18n } = useTranslation('looking')
  return kinds.map((kind) => {
    const ofKind = files.filter((file) => kindOf(file) === kind)
    if (ofKind.length === 0) return null
    const number = formatNumber(ofKind.length, i18n.language)
    return (
      <details key={kind} className={classes.files} open={kind !== 'leftOut'}>
        <summary>
          <h3>{t(`files.${kind}`, { count: ofKind.length, number })}</h3>
        </summary>
        {groupFiles(ofKind, { outcome: undefined, text: '' })
          .flatMap(({ reasons }) => reasons)
          .map((group) => (
            <FilesWithReason key={group.code} {...group} />
          ))}
      </details>
    )
  })
}
