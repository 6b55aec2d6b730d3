import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keepLanguage, keptLanguage } from './languages.ts'

function storage() {
  const kept = new Map<string, string>()
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  }
}

test('the portal is in Czech until a visitor chooses English, and keeps that', () => {
  const mine = storage()
  assert.equal(keptLanguage(mine), 'cs')
  keepLanguage(mine, 'en')
  assert.equal(keptLanguage(mine), 'en')
})

test('a browser that asks for Slovak first gets it; one in English may be a Czech one', () => {
  assert.equal(keptLanguage(storage(), ['sk-SK', 'cs', 'en']), 'sk')
  assert.equal(keptLanguage(storage(), ['cs-CZ', 'sk']), 'cs')
  assert.equal(keptLanguage(storage(), ['en-US', 'en']), 'cs')
  assert.equal(keptLanguage(storage(), ['en-GB', 'cs']), 'cs')
  const mine = storage()
  keepLanguage(mine, 'cs')
  assert.equal(keptLanguage(mine, ['sk']), 'cs')
})

test('a browser of another country, which asks for neither Czech nor Slovak, gets English', () => {
  assert.equal(keptLanguage(storage(), ['de-DE', 'de', 'en']), 'en')
  assert.equal(keptLanguage(storage(), ['en-GB', 'PL']), 'en')
  assert.equal(keptLanguage(storage(), ['de', 'cs-CZ']), 'cs')
  assert.equal(keptLanguage(storage(), ['hu', 'sk-SK']), 'cs')
  const mine = storage()
  keepLanguage(mine, 'cs')
  assert.equal(keptLanguage(mine, ['de-DE']), 'cs')
})

test('a damaged record is no choice', () => {
  assert.equal(keptLanguage({ getItem: () => 'klingon' }), 'cs')
})
