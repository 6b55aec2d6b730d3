import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { shownFileName } from './file-name.ts'

test('folders stay, ways out of them go', () => {
  assert.equal(shownFileName('CD1/IMAGES/IM0001'), 'CD1/IMAGES/IM0001')
  assert.equal(shownFileName('..\\..\\windows\\a.dcm'), 'windows/a.dcm')
  assert.equal(shownFileName('/etc/./passwd'), 'etc/passwd')
  assert.equal(shownFileName('Žížala.dcm'), 'Žížala.dcm')
  assert.equal(shownFileName('a\u0000b\u202ecd.dcm\r\n'), 'abcd.dcm')
  assert.equal(shownFileName(''), 'unnamed')
  assert.equal(shownFileName('../..'), 'unnamed')
})

test('whatever was given, the name can be shown and stored', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 3000 }), (given) => {
      const name = shownFileName(given)
      assert.ok(name.length > 0 && name.length <= 1024)
      assert.doesNotMatch(name, /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u)
      for (const segment of name.split('/')) assert.ok(segment !== '' && segment !== '..' && segment !== '.')
      assert.ok(name.isWellFormed())
    }),
  )
})
