/** Institutions that are a press away: favourites first, then those that were sent to lately. */
import { Button } from '@mantine/core'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { InstitutionSummary, Party } from '../api/types.ts'
import { PlusIcon } from '../icons/icons.tsx'
import { FavouriteStar } from './FavouriteStar.tsx'
import classes from './LikelyRecipients.module.css'

interface LikelyRecipientsProps {
  /** Of the field by which any other is found. */
  readonly fieldId: string
  readonly institutions: readonly InstitutionSummary[]
  readonly onChoose: (institution: Party) => void
}

const shownAtFirst = 6

export function LikelyRecipients({ fieldId, institutions, onChoose }: LikelyRecipientsProps) {
  const { t } = useTranslation('favourites')
  const [all, setAll] = useState(false)
  const title = useRef<HTMLHeadingElement>(null)
  const list = useRef<HTMLUListElement>(null)
  if (institutions.length === 0) return null
  const shown = all ? institutions : institutions.slice(0, shownAtFirst)

  /** Its button goes with it, and the whole list with the last one: the focus stays near. */
  function choose(institution: Party) {
    if (institutions.length > 1) title.current?.focus()
    else document.getElementById(fieldId)?.focus()
    onChoose(institution)
  }

  function showAll() {
    setAll(true)
    requestAnimationFrame(() => list.current?.children[shown.length]?.querySelector('button')?.focus())
  }

  return (
    <div>
      <h3 ref={title} tabIndex={-1} className={classes.title}>
        {t('likely')}
      </h3>
      <ul ref={list} className={classes.list}>
        {shown.map(({ id, name, city }) => (
          <li key={id}>
            <button type="button" className={classes.choose} onClick={() => choose({ id, name })}>
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
        <Button variant="subtle" onClick={showAll}>
          {t('showAll', { count: institutions.length - shown.length })}
        </Button>
      ) : null}
    </div>
  )
}
