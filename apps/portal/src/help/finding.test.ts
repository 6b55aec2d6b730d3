import assert from 'node:assert/strict'
import { test } from 'node:test'
import { foundIn, holds, wordsOf } from './finding.ts'

const shown = (text: string, search: string) =>
  foundIn(text, wordsOf(search)).map(({ start, end }) => text.slice(start, end))

test('words are found with and without diacritics, in any case', () => {
  const text = 'Příjemce má ve schránce místo. PŘÍJEM běží.'
  assert.deepEqual(shown(text, 'prijem'), ['Příjemce', 'PŘÍJEM'])
  assert.deepEqual(shown(text, 'PŘÍJEM'), ['Příjemce', 'PŘÍJEM'])
  assert.deepEqual(shown('Pr\u030ci\u0301jem', 'příjem'), ['Pr\u030ci\u0301jem'])
})

test('a longer word is found under other endings, a short one is not cut', () => {
  assert.deepEqual(shown('Do schránky i ze schránek', 'schránka'), ['schránky'])
  assert.deepEqual(shown('s certifikátem, bez certifikátů', 'certifikáty'), ['certifikátem', 'certifikátů'])
  assert.equal(holds('Uzel', wordsOf('role')), false)
  assert.equal(holds('rolnička', wordsOf('role')), false)
})

test('all words have to be there, single letters beside others do not count', () => {
  assert.equal(holds('Jak odeslat snímky', wordsOf('snimky odeslat')), true)
  assert.equal(holds('Jak odeslat snímky', wordsOf('snímky smazat')), false)
  assert.equal(holds('Jak odeslat snímky', wordsOf('odeslat v')), true)
  assert.deepEqual(wordsOf('   '), [])
})

test('what is found is in order, and characters outside the first plane do not shift it', () => {
  assert.deepEqual(shown('🩻 uzel a uzel PACS', 'pacs uzel'), ['uzel', 'uzel', 'PACS'])
})
