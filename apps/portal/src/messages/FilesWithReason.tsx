/** Files that share one reason: the reason and the advice in plain words, then the files, a portion at a time. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatNumber } from '../format/sizes.ts'
import classes from './FilesWithReason.module.css'
import { type ReasonGroup, shownPath } from './file-groups.ts'

const shownAtFirst = 12
const portion = 200

export function FilesWithReason({ code, files }: ReasonGroup) {
  const { t, i18n } = useTranslation('outcomes')
  const { t: tm } = useTranslation('messages')
  const [shown, setShown] = useState(shownAtFirst)
  const [technical, setTechnical] = useState(false)
  const isKnown = code !== null && i18n.exists(`outcomes:${code}.reason`)
  const isAdvised = code !== null && i18n.exists(`outcomes:${code}.advice`)
  return (
    <div className={classes.reason}>
      {code === null ? null : (
        <p className={classes.why}>
          <b>{isKnown ? t(`${code}.reason`) : t('unknown', { code })}</b>
          {isAdvised ? ` ${t(`${code}.advice`)}` : null}
        </p>
      )}
      <ul className={classes.files}>
        {files.slice(0, shown).map(({ path, detail }, position) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: one path may stand there twice, the list itself never changes
          <li key={position}>
            {shownPath(path)}
            {technical && detail ? (
              <span className={classes.detail} lang="en">
                {detail}
              </span>
            ) : null}
          </li>
        ))}
      </ul>
      <div className={classes.buttons}>
        {files.length > shown ? (
          <Button variant="default" onClick={() => setShown(shown + portion)}>
            {tm('files.more', { number: formatNumber(files.length - shown, i18n.language) })}
          </Button>
        ) : null}
        {files.some(({ detail }) => detail) ? (
          <button
            type="button"
            className={classes.technical}
            aria-expanded={technical}
            onClick={() => setTechnical(!technical)}
          >
            {tm(technical ? 'files.hideTechnical' : 'files.technical')}
          </button>
        ) : null}
      </div>
    </div>
  )
}
