/** Modalities that people ask for most, as DICOM writes them; none: whichever there are. */
import { Checkbox } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import classes from './Requests.module.css'

const offered = ['CT', 'MR', 'CR', 'DX', 'US', 'MG', 'NM', 'PT', 'XA', 'RF'] as const

interface ModalityChoiceProps {
  readonly chosen: readonly string[]
  readonly onChange: (chosen: readonly string[]) => void
}

export function ModalityChoice({ chosen, onChange }: ModalityChoiceProps) {
  const { t } = useTranslation('requests')
  return (
    <fieldset className={classes.modalities}>
      <legend>{t('ask.modalities')}</legend>
      {offered.map((modality) => (
        <Checkbox
          key={modality}
          size="md"
          label={modality}
          checked={chosen.includes(modality)}
          onChange={({ currentTarget: { checked } }) =>
            onChange(checked ? [...chosen, modality] : chosen.filter((each) => each !== modality))
          }
        />
      ))}
    </fieldset>
  )
}
