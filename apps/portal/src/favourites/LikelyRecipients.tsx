/** Institutions that are a press away: favourites first, then those that were sent to lately. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { InstitutionSummary, Party } from '../api/types.ts'
import { PlusIcon } from '../icons/icons.tsx'
import { FavouriteStar } from './FavouriteStar.tsx'
import classes from './LikelyRecipients.module.css'

interface LikelyRecipientsProps {
  readonly institutions: readonly InstitutionSummary[]
  readonly onChoose: (institution: Party) => void
}

const shownAtFirst = 6

export function LikelyRecipients({ institutions, onChoose }: LikelyRecipientsProps) {
  const { t } = useTranslation('favourites')
  const [all, setAll] = useState(false)
  if (institutions.length === 0) return null
  const shown = all ? institutions : institutions.slice(0, shownAtFirst)
  return (
    <div>
      <h3 className={classes.title}>{t('likely')}</h3>
      <ul className={classes.list}>
        {shown.map(({ id, name, city }) => (
          <li key={id}>
            <button type="button" className={classes.choose} onClick={() => onChoose({ id, name })}>
              <PlusIcon size={18} />
              <span>
                <span className={classes.heard}>{t('choose')} </span>
                <span className={classes.name}>{name}</span>
                <span className={classes.city}>{city}</span>
              </span>
            </button>
            <FavouriteStar institution={{ id, name }} />
          </li>
        ))}
      </ul>
      {institutions.length > shown.length ? (
        <Button variant="subtle" onClick={() => setAll(true)}>
          {t('showAll', { count: institutions.length - shown.length })}
        </Button>
      ) : null}
    </div>
  )
}
