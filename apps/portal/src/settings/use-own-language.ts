/** Who has set a language finds the portal in it, and who then switches has set the other one. */
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { settingsQuery, useSaveSettings } from '../api/settings.ts'
import { switchLanguage } from '../i18n/i18n.ts'
import { languages } from '../i18n/languages.ts'

export function useOwnLanguage(): void {
  const { i18n } = useTranslation()
  const { data } = useQuery(settingsQuery)
  const { mutate: save } = useSaveSettings()
  const language = data?.language ?? null

  useEffect(() => {
    if (language === null) return
    if (i18n.language !== language) void switchLanguage(language)
    const keep = (switched: string) => {
      const chosen = languages.find((known) => known === switched)
      if (chosen !== undefined && chosen !== language) save({ language: chosen })
    }
    i18n.on('languageChanged', keep)
    return () => i18n.off('languageChanged', keep)
  }, [i18n, language, save])
}
