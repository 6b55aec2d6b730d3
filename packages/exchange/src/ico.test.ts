import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { checkDigit, icoDigits, isIco } from './index.ts'

test('numbers of real bodies are right', () => {
  // The special remainders are among them: 0 (Prague) and 10 (made up, of the sample register).
  for (const ico of ['00006947', '47114983', '00216224', '00064581', '99123061'])
    assert.equal(isIco(ico), true, ico)
})

test('what is no IČO is none', () => {
  for (const text of [
    '',
    '12345678',
    '0',
    '00000000',
    '6947',
    ' 00006947',
    '00006947\n',
    '000069471',
    '0000694x',
  ]) {
    assert.equal(isIco(text), false, text)
  }
})

test('leading zeros and spaces are put right', () => {
  assert.equal(icoDigits('6947'), '00006947')
  assert.equal(icoDigits('471 14 983'), '47114983')
  for (const text of ['', 'CZ47114983', '471149830', '٤٧١١٤٩٨٣']) assert.equal(icoDigits(text), null, text)
})

test('one wrong digit is noticed, but where the method itself cannot', () => {
  const firstSeven = fc.stringMatching(/^[0-9]{7}$/)
  fc.assert(
    fc.property(firstSeven, fc.nat(7), fc.integer({ min: 1, max: 9 }), (digits, place, change) => {
      const ico = `${digits}${checkDigit(digits)}`
      fc.pre(ico !== '00000000')
      assert.equal(isIco(ico), true)
      const wrong = (Number(ico[place]) + change) % 10
      const changed = `${ico.slice(0, place)}${wrong}${ico.slice(place + 1)}`
      // Remainders 0 and 10 share the digit 1: there, and only there, two numbers differ in one digit.
      const sum = (text: string) =>
        [...text.slice(0, 7)].reduce((all, each, at) => all + Number(each) * (8 - at), 0) % 11
      const isShared = [sum(ico), sum(changed)].toSorted((a, b) => a - b).join() === '0,10'
      assert.equal(isIco(changed), isShared && changed.at(-1) === ico.at(-1))
    }),
  )
})
