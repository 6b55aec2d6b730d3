/** Recipients are chosen from those that one is likely to send to, or looked up in the directory. */
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Party } from '../api/types.ts'
import { InstitutionField } from '../choosing/InstitutionField.tsx'
import { FavouriteStar } from '../favourites/FavouriteStar.tsx'
import { LikelyRecipients } from '../favourites/LikelyRecipients.tsx'
import { useLikelyRecipients } from '../favourites/use-likely-recipients.ts'
import { BuildingIcon, CrossIcon } from '../icons/icons.tsx'
import { useFocusAfterRemoval } from '../layout/use-focus-after-removal.ts'
import classes from './RecipientPicker.module.css'

/** The form leads to it, when it says what is missing. */
const FIELD = 'recipients'

interface RecipientPickerProps {
  readonly chosen: readonly Party[]
  readonly onChange: (chosen: readonly Party[]) => void
  readonly invalid: boolean
}

/** Drawn anew only with other recipients: the form around it hears of what is found several times a second. */
export const RecipientPicker = memo(Picker)

function Picker({ chosen, onChange, invalid }: RecipientPickerProps) {
  const { t } = useTranslation('sending')
  const { list, removing } = useFocusAfterRemoval(FIELD)
  const likely = useLikelyRecipients()
  const isOffered = (id: string) => chosen.every((party) => party.id !== id)
  const choose = (party: Party) => onChange([...chosen, party])
  return (
    <div className={classes.picker}>
      {chosen.length > 0 ? (
        <ul ref={list} className={classes.chosen} aria-label={t('recipients.chosen')}>
          {chosen.map(({ id, name }, place) => (
            <li key={id}>
              <BuildingIcon />
              <span>{name}</span>
              <FavouriteStar institution={{ id, name }} />
              <button
                type="button"
                aria-label={t('recipients.remove', { name })}
                data-removes
                onClick={() => {
                  removing(place)
                  onChange(chosen.filter((party) => party.id !== id))
                }}
              >
                <CrossIcon size={18} />
              </button>
            </li>
          ))}
        </ul>
      ) : null}
      <InstitutionField
        id={FIELD}
        label={chosen.length === 0 ? t('recipients.find') : t('recipients.findMore')}
        description={chosen.length === 0 ? t('recipients.hint') : undefined}
        error={invalid && chosen.length === 0 ? t('missing.recipients') : undefined}
        words={{ offered: t('recipients.offered'), none: t('recipients.none') }}
        isOffered={isOffered}
        first={likely}
        onChoose={choose}
      />
      <LikelyRecipients
        fieldId={FIELD}
        institutions={likely.filter(({ id }) => isOffered(id))}
        onChoose={choose}
      />
    </div>
  )
}
