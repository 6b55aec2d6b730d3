/** What a mail has said, who worded it and when; each can be written on from. */
import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Wording, WordingDetail } from '../../api/wordings.ts'
import { formatDateTime } from '../../format/dates.ts'
import card from '../Card.module.css'
import classes from './Wordings.module.css'

interface VersionsProps {
  readonly detail: WordingDetail
  readonly onTake: (wording: Wording) => void
}

export function Versions({ detail: { versions, original, language }, onTake }: VersionsProps) {
  const { t, i18n } = useTranslation('wordings')
  const all = [
    ...versions.map(({ version, wording, changedAt, changedBy }) => ({
      version,
      wording: wording ?? original,
      title: t(wording === null ? 'versions.restored' : 'versions.version', { version }),
      about: t('changedBy', {
        at: formatDateTime(changedAt, i18n.language),
        by: changedBy ?? t('somebody'),
      }),
    })),
    { version: 0, wording: original, title: t('versions.original'), about: t('versions.ofCentre') },
  ]
  return (
    <section className={card.card} aria-labelledby="versions">
      <h2 id="versions">{t('versions.title')}</h2>
      <ul className={classes.versions}>
        {all.map(({ version, wording, title, about }) => (
          <li key={version}>
            <strong>{title}</strong> <span className={classes.when}>{about}</span>
            <details>
              <summary>{t('versions.show', { title })}</summary>
              <div lang={language} className={classes.kept}>
                <strong>{wording.subject}</strong>
                {`\n\n${wording.text}`}
              </div>
              <Button variant="outline" size="sm" onClick={() => onTake(wording)}>
                {t('versions.take')}
              </Button>
            </details>
          </li>
        ))}
      </ul>
    </section>
  )
}
