/** The language files against each other, against the grammar of each language, and against what the centre can say. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
// Only their lists of codes, and only here: at run time the portal knows the API and nothing behind it.
import { OUTCOME_CODES } from '../../../../packages/intake/src/outcome-codes.ts'
import { AUDIT_ACTIONS } from '../../../centre/src/audit/actions.ts'
import { PLACEHOLDERS, WORDING_NAMES } from '../../../centre/src/mail/templates/wording-names.ts'
import { EVENT_NAMES } from '../../../centre/src/messages/event-names.ts'
import { languages } from './languages.ts'

/** As the language itself has them (CLDR). */
const pluralForms = (language: string) =>
  ['one', 'two', 'few', 'many', 'other'].filter((form) =>
    new Intl.PluralRules(language).resolvedOptions().pluralCategories.some((each) => each === form),
  )
const features = readdirSync(join(import.meta.dirname, 'en')).filter((name) => name.endsWith('.json'))

function textsOf(language: string, feature: string): ReadonlyMap<string, string> {
  const texts = new Map<string, string>()
  collect(JSON.parse(readFileSync(join(import.meta.dirname, language, feature), 'utf8')), '', texts)
  return texts
}

function collect(value: unknown, path: string, texts: Map<string, string>): void {
  if (typeof value === 'string') texts.set(path, value)
  else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value))
      collect(inner, path === '' ? key : `${path}.${key}`, texts)
  }
}

const withoutPlural = (key: string) => key.replace(/_(one|few|many|other)$/, '')
const keysOf = (texts: ReadonlyMap<string, string>) =>
  [...new Set([...texts.keys()].map(withoutPlural))].sort()
const placeholders = (text: string) =>
  [...text.matchAll(/\{\{\w+\}\}|<\/?\w+>/g)].map(([found]) => found).sort()

for (const feature of features) {
  for (const language of languages) {
    test(`${feature} says the same things in ${language} as in English`, () => {
      assert.deepEqual(keysOf(textsOf(language, feature)), keysOf(textsOf('en', feature)))
    })

    test(`${feature} fills in the same values in ${language} as in English`, () => {
      const english = textsOf('en', feature)
      for (const [key, text] of textsOf(language, feature)) {
        const counterpart = english.get(key) ?? english.get(`${withoutPlural(key)}_other`)
        assert.deepEqual(placeholders(text), placeholders(counterpart ?? ''), key)
      }
    })

    test(`${feature} has every plural form of ${language}`, () => {
      const texts = textsOf(language, feature)
      for (const key of texts.keys()) {
        if (withoutPlural(key) === key) continue
        const forms = pluralForms(language).filter((form) => texts.has(`${withoutPlural(key)}_${form}`))
        assert.deepEqual(forms, pluralForms(language), key)
      }
    })
  }
}

for (const language of languages) {
  test(`quotation marks and apostrophes are those of print in ${language}`, () => {
    const straight = features.flatMap((feature) =>
      [...textsOf(language, feature)]
        .filter(([, text]) => /\p{L}'|["']\p{L}/u.test(text))
        .map(([key]) => `${feature} ${key}`),
    )
    assert.deepEqual(straight, [])
  })

  test(`every outcome that a file can have is explained in ${language}`, () => {
    const texts = textsOf(language, 'outcomes.json')
    assert.deepEqual(
      OUTCOME_CODES.filter((code) => !texts.get(`${code}.reason`)?.trim()),
      [],
    )
  })

  test(`no outcome is explained in ${language} that no file can have`, () => {
    const codes: readonly string[] = OUTCOME_CODES
    const explained = [...textsOf(language, 'outcomes.json').keys()].map((key) => key.split('.')[0] ?? '')
    assert.deepEqual(
      explained.filter((code) => code !== 'unknown' && !codes.includes(code)),
      [],
    )
  })

  test(`every action that the audit trail can record has its words in ${language}`, () => {
    const texts = textsOf(language, 'audit.json')
    assert.deepEqual(
      AUDIT_ACTIONS.filter((action) => !texts.get(`action.${action}`)?.trim()),
      [],
    )
  })

  test(`every mail that operators may word, and what the centre fills in, has its words in ${language}`, () => {
    const texts = textsOf(language, 'wordings.json')
    const filledIn = new Set(Object.values(PLACEHOLDERS).flatMap((each) => Object.keys(each)))
    const keys = [
      ...[...filledIn].map((name) => `placeholder.${name}`),
      ...WORDING_NAMES.flatMap((name) => [`name.${name}.title`, `name.${name}.when`]),
    ]
    assert.deepEqual(
      keys.filter((key) => !texts.get(key)?.trim()),
      [],
    )
  })

  test(`every event that the record of a message can hold has its words in ${language}`, () => {
    const texts = textsOf(language, 'messages.json')
    assert.deepEqual(
      EVENT_NAMES.filter((name) => !texts.get(`history.${name}`)?.trim()),
      [],
    )
  })
}
