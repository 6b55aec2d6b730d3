/** Switches the language of the whole portal; each language is written in itself. */
import { useTranslation } from 'react-i18next'
import { switchLanguage } from '../i18n/i18n.ts'
import { languageNames, languages } from '../i18n/languages.ts'
import classes from './LanguageSwitch.module.css'

export function LanguageSwitch() {
  const { t, i18n } = useTranslation('common')
  return (
    <fieldset className={classes.group}>
      <legend className={classes.legend}>{t('language')}</legend>
      {languages.map((language) => (
        <button
          key={language}
          type="button"
          lang={language}
          aria-pressed={i18n.language === language}
          className={classes.option}
          onClick={() => void switchLanguage(language)}
        >
          {languageNames[language]}
        </button>
      ))}
    </fieldset>
  )
}
