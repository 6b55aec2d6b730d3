import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { landingPage, localPath, problemPage } from './portal-pages.ts'

const PORTAL = 'https://epacs.example:8443'

test('after the sign-in one comes back to the page one wanted', () => {
  for (const path of [
    '/sent',
    '/messages/0190163d?x=1#files',
    '/mailbox?q=Nov%C3%A1k',
    '/sign-interesting',
  ]) {
    assert.equal(landingPage(PORTAL, localPath(path, PORTAL)), `${PORTAL}${path}`)
  }
  assert.equal(landingPage(PORTAL, null), `${PORTAL}/mailbox`)
})

test('the sign-in leads to no foreign site', () => {
  for (const wish of [
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example/',
    '\\\\evil.example',
    '/\t/evil.example/',
    '/\n//evil.example',
    '/.//evil.example/',
    '/..//evil.example/',
    '/a/..//evil.example',
    'javascript:alert(1)',
    'data:text/html,x',
    ' https://evil.example',
    '@evil.example',
    '.evil.example',
    '',
    '/sign-in',
    '/sign-in/jtp?returnTo=/sent',
    `/${'a'.repeat(5000)}`,
    ['/sent', '/sent'],
    undefined,
    null,
    7,
  ]) {
    assert.equal(localPath(wish, PORTAL), null, JSON.stringify(wish))
  }
})

test('whatever is asked for, every end of a sign-in is a page of the portal', () => {
  const piece = fc.constantFrom(
    '/',
    '\\',
    '.',
    '..',
    '//',
    '@',
    ':',
    '?',
    '#',
    '%2f',
    '%5c',
    '\t',
    '\n',
    ' ',
    'evil.example',
    'https:',
  )
  const wish = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('')),
  )
  fc.assert(
    fc.property(wish, (text) => {
      for (const value of [text, `/${text}`]) {
        const path = localPath(value, PORTAL)
        for (const page of [landingPage(PORTAL, path), problemPage(PORTAL, 'code-expired', path)]) {
          const url = new URL(page)
          assert.equal(url.origin, PORTAL)
          assert.ok(!url.pathname.startsWith('//'), page)
          assert.match(page, /^[\x21-\x7e]+$/)
        }
      }
    }),
    { numRuns: 2000 },
  )
})
