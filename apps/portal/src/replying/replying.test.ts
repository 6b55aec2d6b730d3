import assert from 'node:assert/strict'
import { test } from 'node:test'
import { replySubject } from './reply-subject.ts'

test('a reply is marked once, however the message before was marked', () => {
  assert.equal(replySubject('CT hrudníku'), 'Re: CT hrudníku')
  for (const marked of ['Re: CT', 'RE:CT', 're : CT', 'Re[2]: CT', 'Odp: CT']) {
    assert.equal(replySubject(marked), marked)
  }
  assert.equal(replySubject('Rekontrola: CT'), 'Re: Rekontrola: CT')
  assert.equal(replySubject(''), 'Re:')
})

test('a long subject is cut to what the field takes, between characters', () => {
  assert.equal(replySubject('a'.repeat(200)), `Re: ${'a'.repeat(196)}`)
  assert.equal(replySubject(`${'a'.repeat(195)}🩻`), `Re: ${'a'.repeat(195)}`)
})
