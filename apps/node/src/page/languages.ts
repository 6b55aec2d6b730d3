/** In which language the page is: as chosen there, otherwise as the browser asks for. */
import type { IncomingHttpHeaders } from 'node:http'

/** Each written in itself, with its words in a file of its own, `words-xx.json`. */
const NAMES = { cs: 'Čeština', en: 'English', sk: 'Slovenčina' } as const
export type Language = keyof typeof NAMES
export const LANGUAGES = Object.keys(NAMES).filter((name): name is Language => Object.hasOwn(NAMES, name))

/** The links of the page that choose one. */
export const LANGUAGE_LINKS = LANGUAGES.map(
  (each) => `<a href="/?language=${each}" lang="${each}" hreflang="${each}">${NAMES[each]}</a>`,
).join('\n  ')

/** Cookies are not told apart by port: its name says whose it is. */
const COOKIE = 'epacs-node-language'
const YEAR_SECONDS = 365 * 24 * 3600

export function languageOf(headers: IncomingHttpHeaders): Language {
  const [, chosen] = new RegExp(`(?:^|;\\s*)${COOKIE}=(\\w+)`).exec(headers.cookie ?? '') ?? []
  const known = LANGUAGES.find((each) => each === chosen)
  if (known !== undefined) return known
  // RFC 9110 §12.5.4
  const wishes = (headers['accept-language'] ?? '')
    .split(',')
    .map((wish) => {
      const [range = '', ...parameters] = wish.trim().toLowerCase().split(';')
      const [, weight = '1'] = /^\s*q=([\d.]+)/.exec(parameters.join(';')) ?? []
      return { language: LANGUAGES.find((each) => each === range.split('-')[0]), weight: Number(weight) }
    })
    .filter(({ weight }) => weight > 0)
    .toSorted((one, other) => other.weight - one.weight)
  return wishes.find(({ language }) => language !== undefined)?.language ?? 'en'
}

/** Undefined: the address is not one that chooses a language. */
export function cookieFor(url: string): string | undefined {
  const chosen = LANGUAGES.find((each) => url === `/?language=${each}`)
  return chosen && `${COOKIE}=${chosen}; Path=/; Max-Age=${YEAR_SECONDS}; SameSite=Lax; HttpOnly`
}

/** `{{name}}` in it becomes the word of that name. @throws Error that names a word which is missing */
export function inWords(html: string, words: Readonly<Record<string, unknown>>): string {
  return html.replace(/\{\{([\w.]+)\}\}/g, (_, name: string) => {
    const word = words[name]
    if (typeof word !== 'string') throw new Error(`the page has no word ${name}`)
    return word
  })
}
