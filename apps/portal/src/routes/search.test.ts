import assert from 'node:assert/strict'
import { test } from 'node:test'
import { institutionsUrl, localPath, messagesUrl } from './search.ts'

test('a return path stays on this site', () => {
  assert.equal(localPath('/send/123'), '/send/123')
  for (const foreign of [
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    '',
  ]) {
    assert.equal(localPath(foreign), undefined, foreign)
  }
})

test('a damaged directory address shows the whole directory', () => {
  assert.deepEqual(institutionsUrl({ kind: 'castle', page: '-1', q: '   ', connection: 'pigeon' }), {
    q: undefined,
    kind: undefined,
    city: undefined,
    country: undefined,
    connection: undefined,
    page: undefined,
  })
})

test('numbers typed into the search stay what was typed', () => {
  assert.equal(messagesUrl({ q: 8506121234 }).q, '8506121234')
})
