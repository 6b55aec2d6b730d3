/** Times in mails, as their reader writes them. */
import type { Language } from '@epacs/exchange'

export function momentInMail(at: Date, language: Language): string {
  return new Intl.DateTimeFormat(language, {
    ...{ day: 'numeric', month: 'long', year: 'numeric', hour: 'numeric', minute: '2-digit' },
    ...{ timeZone: 'Europe/Prague', timeZoneName: 'short' },
  }).format(at)
}
