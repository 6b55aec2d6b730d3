/** What the PACS behind a recipient's node made of the images: how many it keeps, and which it refused and why. */
import { useTranslation } from 'react-i18next'
import type { AtPacs as Told } from '../api/types.ts'
import { formatNumber } from '../format/sizes.ts'
import classes from './AtPacs.module.css'

export function AtPacs({ told, images }: { readonly told: Told; readonly images: number }) {
  const { t, i18n } = useTranslation('messages')
  const { stored, refused, atEach, decompressed } = told
  const number = (value: number) => formatNumber(value, i18n.language)
  if (stored === 0 && refused.length === 0 && atEach.length === 0) return null
  return (
    <div className={classes.pacs}>
      <p>{t('atPacs.stored', { count: images, number: number(images), stored: number(stored) })}</p>
      {atEach.length > 0 ? (
        <ul>
          {atEach.map((each) => (
            <li key={each.name}>
              {t('atPacs.atOne', {
                name: each.name,
                stored: number(each.stored),
                number: number(each.waiting + each.stored + each.refused),
              })}
            </li>
          ))}
        </ul>
      ) : null}
      {decompressed > 0 ? (
        <p>{t('atPacs.decompressed', { count: decompressed, number: number(decompressed) })}</p>
      ) : null}
      {refused.length > 0 ? (
        <details>
          <summary>{t('atPacs.refused', { count: refused.length, number: number(refused.length) })}</summary>
          <ul>
            {refused.map(({ sopInstanceUid, status, comment }) => (
              <li key={sopInstanceUid}>
                {status === null
                  ? t('atPacs.notAsked')
                  : t('atPacs.status', { status: status.toString(16).toUpperCase().padStart(4, '0') })}
                {comment ? <q>{comment}</q> : null}
                <span>{sopInstanceUid}</span>
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </div>
  )
}
