/** Runs in the browser: the page's words, in the language that the page came in. */
const { lang } = document.documentElement
const words = await (await fetch(`/words-${lang}.json`)).json()
document.querySelector(`nav a[hreflang=${lang}]`)?.setAttribute('aria-current', 'true')
const plural = new Intl.PluralRules(lang)

/** `count` chooses the form. */
export function t(key, values = {}) {
  const text = words[key] ?? words[`${key}_${plural.select(values.count)}`]
  return text.replace(/\{\{(\w+)\}\}/g, (_, name) => values[name])
}

/** A state, by its name in the API. */
export const wordOf = (name) => (name === null ? '' : (words[`word.${name}`] ?? name))

/** What the node says in English: in the page's language when the sentence is known, otherwise as it is. */
export function said(sentence) {
  for (const [pattern, translated] of Object.entries(words.said ?? {})) {
    const found = new RegExp(pattern, 's').exec(sentence)
    if (found !== null)
      return translated.replace(/\$(\d)/g, (_, group) => saidWithin(sentence, found[group])).trim()
  }
  return sentence
}

const saidWithin = (whole, part = '') => (part === whole ? part : said(part))

export const time = (text) => (text === null ? '' : new Date(text).toLocaleString(lang))

const SPANS = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
]

/** In the largest unit that it has two of. */
export function span(seconds) {
  const [unit, length] = SPANS.find(([, each]) => seconds >= 2 * each) ?? SPANS.at(-1)
  const format = { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 0 }
  return new Intl.NumberFormat(lang, format).format(seconds / length)
}

const oneDigit = new Intl.NumberFormat(lang, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
export const size = (bytes) =>
  bytes < 1e9 ? `${oneDigit.format(bytes / 1e6)} MB` : `${oneDigit.format(bytes / 1e9)} GB`
