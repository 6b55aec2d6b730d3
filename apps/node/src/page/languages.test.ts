/** The node's page in its languages: which one it comes in, and that both say the same. */
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { cookieFor, LANGUAGES, languageOf } from './languages.ts'

const textOf = async (name: string) => await readFile(new URL(name, import.meta.url), 'utf8')
const wordsOf = async (language: string): Promise<Record<string, unknown>> =>
  JSON.parse(await textOf(`./words-${language}.json`))
/** Forms that languages have besides one and other, words of states, and sentences: English has most as they are. */
const isNotEnglish = (key: string) => /_(few|many)$|^word\.|^said$/.test(key)

test('what the browser asks for, by weight; what was chosen at the page comes before it', () => {
  const asked = (accept?: string, cookie?: string) =>
    languageOf({ ...(accept && { 'accept-language': accept }), ...(cookie && { cookie }) })
  assert.equal(asked(), 'en')
  assert.equal(asked('cs-CZ,cs;q=0.9,en;q=0.8'), 'cs')
  assert.equal(asked('de, en;q=0.5, cs;q=0.7'), 'cs')
  assert.equal(asked('sk-SK, cs;q=0.5'), 'sk')
  assert.equal(asked('cs;q=0, en'), 'en')
  const cookie = cookieFor('/?language=cs') ?? ''
  assert.equal(asked('en', `other=1; ${cookie.split(';')[0]}`), 'cs')
  assert.equal(asked('en', 'epacs-node-language=xx'), 'en')
  assert.equal(cookieFor('/?language=xx'), undefined)
})

test('every language has every word, with the same values within, and the page uses no other', async () => {
  const english = await wordsOf('en')
  const valuesIn = (text: unknown) => [...String(text).matchAll(/\{\{\w+\}\}/g)].map(String).toSorted()
  for (const language of LANGUAGES) {
    const words = await wordsOf(language)
    const needed = Object.keys(words).filter((key) => !isNotEnglish(key))
    assert.deepEqual(
      needed,
      Object.keys(english).filter((key) => !isNotEnglish(key)),
      language,
    )
    for (const key of needed) assert.deepEqual([key, valuesIn(words[key])], [key, valuesIn(english[key])])
  }
  const code = `${await textOf('./page.js')}${await textOf('./decisions.js')}${await textOf('./requests.js')}${await textOf('./identities.js')}${await textOf('./sign-in.js')}`
  const used = [...code.matchAll(/\bt\('([\w.]+)'/g)].map(([, key = '']) => key)
  assert.ok(used.length > 30)
  for (const key of used) assert.ok(key in english || `${key}_other` in english, key)
})

test('every state that the page can show has a Czech word, and Slovak says all that Czech does', async () => {
  const [czech, slovak] = [await wordsOf('cs'), await wordsOf('sk')]
  assert.deepEqual(Object.keys(slovak), Object.keys(czech))
  assert.deepEqual(Object.keys(Object(slovak.said)), Object.keys(Object(czech.said)))
  for (const pattern of Object.keys(Object((await wordsOf('en')).said))) {
    assert.ok(pattern in Object(czech.said), pattern)
  }
  const states = [
    'receiving',
    'packing',
    'uploading',
    'sent',
    'delivered',
    'failed',
    'cancelling',
    'cancelled',
  ]
  const more = [
    'waiting',
    'storing',
    'committing',
    'done',
    'gone',
    'forwarded',
    'stored',
    'committed',
    'opened',
  ]
  for (const word of [...states, ...more, 'downloaded', 'deleted']) assert.ok(`word.${word}` in czech, word)
  for (const pattern of Object.keys(Object(czech.said))) new RegExp(pattern, 's')
})
