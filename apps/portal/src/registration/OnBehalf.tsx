/** The operator enters what an applicant has written in an e-mail, and says in which language the centre answers. */
import { Checkbox, NativeSelect } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { type Language, languageNames, languageOf, languages } from '../i18n/languages.ts'

interface OnBehalfProps {
  readonly isOnBehalf: boolean
  readonly onChange: (isOnBehalf: boolean) => void
  readonly language: Language
  readonly onLanguage: (language: Language) => void
}

export function OnBehalf({ isOnBehalf, onChange, language, onLanguage }: OnBehalfProps) {
  const { t } = useTranslation('registration')
  return (
    <>
      <Checkbox
        size="md"
        mb="xl"
        label={t('onBehalf.label')}
        description={t('onBehalf.hint')}
        checked={isOnBehalf}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      {isOnBehalf ? (
        <NativeSelect
          size="md"
          mb="xl"
          label={t('onBehalf.language')}
          description={t('onBehalf.languageHint')}
          value={language}
          data={languages.map((value) => ({ value, label: languageNames[value] }))}
          onChange={(event) => onLanguage(languageOf(event.currentTarget.value))}
        />
      ) : null}
    </>
  )
}
