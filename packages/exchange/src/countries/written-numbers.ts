/** Numbers of registers as people write them: with separators, and with the register's name in front. */

const SEPARATORS = /[\s.,:\-/]/gu

/** Without separators, in capitals. */
export const charactersOf = (text: string) => text.toUpperCase().replace(SEPARATORS, '')

const withoutMarks = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').normalize('NFC')

/** What people write before a number of that register. */
export function labelsOf(code: string, name: string): readonly string[] {
  const [country = '', own = ''] = code.toUpperCase().split('-')
  const words = withoutMarks(name.toUpperCase()).match(/\p{L}+/gu) ?? []
  return [country, own, words.join(''), ...words]
}

/**
 * @param form of its characters
 * @param written `$1` and so on are the groups of the form
 */
export function asWritten(
  text: string,
  form: RegExp,
  written: string,
  labels: readonly string[],
): string | undefined {
  const plain = charactersOf(text)
  const bare = withoutMarks(plain)
  const behind = labels.flatMap((label) =>
    bare.startsWith(label) ? [bare.slice(label.length).replace(/^(?:NR|NO|N)(?=\d)/, '')] : [],
  )
  const fitting = [plain, ...behind].find((each) => form.test(each))
  return fitting?.replace(form, written)
}

const COURT = "\\p{L}[\\p{L} .()/'’-]"
const HANDELSREGISTER = new RegExp(
  `^(?:(${COURT}{0,60}?)[ ,;:]+)?(HRA|HRB|GNR|PR|VR|GSR)(?:[ .-]*(?:NR|NUMMER)\\b)?[ .:]*` +
    `(\\d(?: ?\\d){0,5}) ?([A-Z]{0,3})(?:(?: *[,;(] *| +)(${COURT}{2,60}?)\\)?)?$`,
  'iu',
)

/** The court's name is told apart from the number by its spaces, which stay. It may stand on either side. */
export function handelsregister(text: string): string | undefined {
  const found = HANDELSREGISTER.exec(text.trim())
  if (found === null) return undefined
  const [, before, part = '', number, ending, behind] = found
  if (before !== undefined && behind !== undefined) return undefined
  const kind = /^gnr$/i.test(part) ? 'GnR' : /^gsr$/i.test(part) ? 'GsR' : part.toUpperCase()
  return [before ?? behind, kind, number?.replaceAll(' ', ''), ending?.toUpperCase()]
    .filter(Boolean)
    .join(' ')
}

/** Until 2024 by county, number in the year and year; since then (Ordinul MJ 2177/C/2024) without separators. */
export function registrulComertului(text: string): string | undefined {
  const given = text.toUpperCase().trim()
  const older = /^([JFC]) ?(\d{1,2}) ?\/ ?(\d{1,7}) ?\/ ?((?:19|20)\d{2})$/.exec(given)
  if (older !== null) return `${older[1]}${older[2]}/${older[3]}/${older[4]}`
  const plain = given.replaceAll(' ', '')
  return /^[JFC]\d{13}$/.test(plain) ? plain : undefined
}
