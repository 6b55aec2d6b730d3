/** Dates and times in the reader's language and time zone. */

export function formatDateTime(iso: string, language: string): string {
  return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    day: 'numeric',
    month: language === 'en' ? 'short' : 'numeric',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  }).format(new Date(iso))
}

/** Today only the time, else the date: what a list needs. */
export function formatMoment(iso: string, language: string, now: Date): string {
  const at = new Date(iso)
  const locale = language === 'en' ? 'en-GB' : language
  if (at.toDateString() === now.toDateString()) {
    return new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' }).format(at)
  }
  return formatDay(at, language)
}

function formatDay(at: Date, language: string): string {
  return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    day: 'numeric',
    month: language === 'en' ? 'short' : 'numeric',
    year: 'numeric',
  }).format(at)
}

/** A DICOM date (DA, `YYYYMMDD`) or an ISO date; anything else is shown as it stands. */
export function formatDicomDate(value: string | null | undefined, language: string): string {
  const match = /^(\d{4})-?(\d{2})-?(\d{2})$/.exec(value?.trim() ?? '')
  if (!match) return value ?? ''
  const [, year, month, day] = match
  const at = new Date(Number(year), Number(month) - 1, Number(day))
  return Number.isNaN(at.getTime()) ? (value ?? '') : formatDay(at, language)
}
