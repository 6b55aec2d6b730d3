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

test('a damaged record is no choice', () => {
  assert.equal(keptLanguage({ getItem: () => 'klingon' }), 'cs')
})
