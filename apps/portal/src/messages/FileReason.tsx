/** Why a file was taken as it was, in plain words, with advice; the centre's own sentence for those who ask support. */
import { useTranslation } from 'react-i18next'
import type { FileResult } from '../api/types.ts'
import classes from './FileReason.module.css'

export function FileReason({ file: { code, detail } }: { file: FileResult }) {
  const { t, i18n } = useTranslation('outcomes')
  if (code === null && detail === null) return null
  const known = code !== null && i18n.exists(`outcomes:${code}.reason`)
  const advised = code !== null && i18n.exists(`outcomes:${code}.advice`)
  return (
    <div className={classes.reason}>
      <p>
        {known ? t(`${code}.reason`) : t('unknown', { code: code ?? '?' })}
        {advised ? ` ${t(`${code}.advice`)}` : null}
      </p>
      {detail ? (
        <p className={classes.detail} lang="en">
          {detail}
        </p>
      ) : null}
    </div>
  )
}
