import assert from 'node:assert/strict'
import { test } from 'node:test'
import { faultyTexts } from './faulty-texts.ts'

const latest = { cs: '# Podmínky', en: '# Conditions' }

test('a version in which one language alone has changed can be published', () => {
  assert.deepEqual(faultyTexts({ ...latest, en: '# Terms' }, latest), [])
  assert.deepEqual(faultyTexts({ ...latest, cs: '# Pravidla' }, latest), [])
  assert.deepEqual(faultyTexts(latest, undefined), [])
})

test('a version that changes nothing, or lacks a language, cannot', () => {
  assert.deepEqual(faultyTexts(latest, latest), ['cs', 'en'])
  assert.deepEqual(faultyTexts({ ...latest, en: ' ' }, latest), ['en'])
  assert.deepEqual(faultyTexts({ cs: '', en: '' }, undefined), ['cs', 'en'])
})
