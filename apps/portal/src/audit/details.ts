/** What an event tells besides who, when and what, in words: its names are those of the trail. */

/** A change is told as `before → after`, and what is within in its own words. */
export function wordsOf(value: unknown): string {
  if (value === null || value === undefined || value === '') return '–'
  if (Array.isArray(value)) return value.map(wordsOf).join(', ')
  if (typeof value !== 'object') return String(value)
  if ('from' in value && 'to' in value) return `${wordsOf(value.from)} → ${wordsOf(value.to)}`
  return Object.entries(value)
    .map(([name, inner]) => `${name}: ${wordsOf(inner)}`)
    .join('; ')
}
