/** The star that makes an institution a favourite of the person: by itself in lists, with words on its own page. */
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { likelyRecipientsQuery, useFavour } from '../api/recipients.ts'
import type { Party } from '../api/types.ts'
import { StarIcon } from '../icons/message-icons.tsx'
import icon from '../layout/IconButton.module.css'
import { ProblemNotice } from '../layout/ProblemNotice.tsx'
import classes from './FavouriteStar.module.css'

interface FavouriteStarProps {
  readonly institution: Party
  readonly withWords?: boolean
}

/** Nothing is shown before it is known whether it is one. */
export function FavouriteStar({ institution: { id, name }, withWords = false }: FavouriteStarProps) {
  const { t } = useTranslation('favourites')
  const { data } = useQuery(likelyRecipientsQuery)
  const favour = useFavour(id)
  if (data === undefined) return null
  const isFavourite = favour.isPending ? favour.variables : data.favourites.some((each) => each.id === id)
  return (
    <>
      <button
        type="button"
        className={withWords ? classes.withWords : `${icon.button} ${classes.star}`}
        aria-pressed={isFavourite}
        aria-label={withWords ? undefined : t('star', { name })}
        title={withWords ? undefined : t(isFavourite ? 'drop' : 'add')}
        onClick={() => favour.mutate(!isFavourite)}
      >
        <StarIcon size={withWords ? 20 : 22} />
        {withWords ? t('favourite') : null}
      </button>
      {favour.error ? <ProblemNotice error={favour.error} /> : null}
    </>
  )
}
