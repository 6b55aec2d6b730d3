import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compareLanguages } from './languages.ts'
import { isVague } from './names.ts'

const words = (texts: Readonly<Record<string, string>>) => new Map(Object.entries(texts))

test('a text that one language lacks is told', () => {
  const faults = compareLanguages({
    cs: words({ 'a:title': 'Schránka', 'a:old': 'Pryč' }),
    en: words({ 'a:title': 'Mailbox', 'a:new': 'New' }),
  })
  assert.deepEqual(faults, ['a:new: missing in cs', 'a:old: missing in en'])
})

test('each language has the plural forms that its grammar needs, and no other', () => {
  const english = { 'a:files_one': 'one file', 'a:files_other': '{{count}} files' }
  const czech = {
    'a:files_one': 'jeden soubor',
    'a:files_few': '{{count}} soubory',
    'a:files_many': '{{count}} souboru',
    'a:files_other': '{{count}} souborů',
  }
  assert.deepEqual(compareLanguages({ cs: words(czech), en: words(english) }), [])
  const { 'a:files_few': _, ...incomplete } = czech
  assert.deepEqual(compareLanguages({ cs: words(incomplete), en: words(english) }), [
    'a:files: the form "few" is missing in cs',
  ])
})

test('a value that one language forgets is told', () => {
  const faults = compareLanguages({ cs: words({ 'a:by': 'Od {{name}}' }), en: words({ 'a:by': 'From' }) })
  assert.deepEqual(faults, ['a:by: cs names the values "name", en ""'])
})

test('names that fit everything are found, as files and as folders', () => {
  assert.ok(isVague('packages/dicom/src/utils.ts'))
  assert.ok(isVague('packages/dicom/src/helpers/read.ts'))
  assert.ok(isVague('apps/centre/src/upload-manager.test.ts'))
  assert.ok(!isVague('apps/centre/src/uploads/patch.ts'))
  assert.ok(!isVague('apps/portal/src/mailbox/ImagesManagement.tsx'))
})
