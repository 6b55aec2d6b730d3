import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chooseLanguage } from './languages.ts'

test('the kept choice wins over the browser', () => {
  assert.equal(chooseLanguage('en', ['cs-CZ', 'cs']), 'en')
})

test('without a choice the first language that we speak is taken', () => {
  assert.equal(chooseLanguage(null, ['de-DE', 'en-GB', 'cs']), 'en')
  assert.equal(chooseLanguage(null, ['sk-SK', 'en']), 'cs')
})

test('a browser that speaks neither, or a damaged record, gets Czech', () => {
  assert.equal(chooseLanguage(null, ['de', 'pl']), 'cs')
  assert.equal(chooseLanguage('klingon', []), 'cs')
})
