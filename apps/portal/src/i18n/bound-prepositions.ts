/** Czech and Slovak typography: a preposition or conjunction of one letter never ends a line (ČSN 01 6910). */

const short = /(?<=^|[\s(„>])([ksvzouiaKSVZOUIA]) (?=\S)/g

/** The texts of one file with a no-break space behind each such word; other values stay as they are. */
export function withBoundPrepositions<Texts>(texts: Texts): Texts {
  return bound(texts) as Texts
}

function bound(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(short, '$1\u00a0')
  if (Array.isArray(value)) return value.map(bound)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, bound(inner)]))
}
