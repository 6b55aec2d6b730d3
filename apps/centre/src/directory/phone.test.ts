import assert from 'node:assert/strict'
import { test } from 'node:test'
import { phoneNumber, shownPhone } from './phone.ts'

test('a telephone number is kept as E.164, and what can be none is refused', () => {
  for (const [text, country, kept] of [
    ['222 000 111', 'CZ', '+420222000111'],
    ['+420 (0)222 000 111', 'CZ', '+420222000111'],
    ['+43 (0)1 40400', 'AT', '+43140400'],
    // There the zero belongs to the number.
    ['+39 (0)6 69812345', 'IT', '+390669812345'],
    ['+420 222 000 111-12', 'CZ', '+420222000111;ext=12'],
    ['030 123456 030 12345', 'DE', undefined],
    ['+420 222 000 111 222', 'CZ', undefined],
    ['none', 'CZ', undefined],
  ] as const) {
    assert.equal(phoneNumber(text, country), kept, text)
  }
})

test('a number is shown grouped; one from before numbers were checked as it was written', () => {
  assert.equal(shownPhone('+420222000111'), '+420 222 000 111')
  for (const old of ['+420 222 000 111/112', '+420 222 000 111-12', '222 000 111', '02/5729 1111']) {
    assert.equal(shownPhone(old), old)
  }
})
