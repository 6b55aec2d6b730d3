/** The portal's own words, so that tests press what a reader of that language sees. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Of the views that pages and flows are looked at in. */
export type Language = 'cs' | 'en' | 'sk'

const folder = join(import.meta.dirname, '../../apps/portal/src/i18n')
const files = new Map<string, unknown>()

function file(language: Language, feature: string): unknown {
  const path = join(folder, language, `${feature}.json`)
  if (!files.has(path)) files.set(path, JSON.parse(readFileSync(path, 'utf8')))
  return files.get(path)
}

/**
 * `words('cs')('sending:files.chooseFolder')`; `values` stand in for `{{names}}`. Where `count` is a number, the form
 * is that of so many, which otherwise the key names (`…_few`).
 */
export function words(language: Language) {
  const forms = new Intl.PluralRules(language)
  return (name: string, values: Readonly<Record<string, string | number>> = {}): string => {
    const key = typeof values.count === 'number' ? `${name}_${forms.select(values.count)}` : name
    const [feature = '', path = ''] = key.split(':')
    let found = file(language, feature)
    for (const part of path.split('.')) {
      found = typeof found === 'object' && found !== null ? Reflect.get(found, part) : undefined
    }
    if (typeof found !== 'string') throw new Error(`the portal has no words for ${key} in ${language}`)
    return found.replace(/\{\{(\w+)\}\}/g, (_, place: string) => String(values[place] ?? ''))
  }
}

export type Words = ReturnType<typeof words>
