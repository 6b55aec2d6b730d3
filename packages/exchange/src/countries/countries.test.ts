/** Numbers and addresses of institutions in other countries: real, published ones are taken, slips are not. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AREA,
  addressLines,
  euid,
  postalCode,
  postalCodeExample,
  registerNumber,
  registersOf,
  vatId,
} from './index.ts'

test('each country of the area has a register, whose own example is right as it is written', () => {
  for (const country of AREA.filter((each) => each !== 'CZ')) {
    const registers = registersOf(country)
    assert.ok(registers.length > 0, country)
    for (const { code, example } of registers) {
      assert.equal(registerNumber(code, example), example, code)
    }
  }
})

test('numbers are written as their register does, and a slip is found', () => {
  for (const [code, given, written] of [
    ['sk-ico', '357 63 469', '35763469'],
    ['at-fn', 'fn 123456a', 'FN 123456 A'],
    ['de-hr', 'Amtsgericht Charlottenburg, hrb 12345 b', 'Amtsgericht Charlottenburg HRB 12345 B'],
    ['de-hr', 'HRB 1', 'HRB 1'],
    ['pl-nip', '526-025-02-74', '5260250274'],
    ['pl-regon', '123456785', '123456785'],
    ['pl-krs', '0000028860', '0000028860'],
    ['ee-rk', '12345678', '12345678'],
    ['no-orgnr', 'NO 923609016 MVA', '923 609 016'],
  ] as const) {
    assert.equal(registerNumber(code, given), written, code)
  }
  for (const [code, wrong] of [
    ['sk-ico', '35763468'],
    ['at-fn', '1234567a'],
    ['de-hr', '12345'],
    ['pl-nip', '5260250273'],
    ['pl-regon', '123456786'],
    ['be-kbo', '0403.170.702'],
    ['dk-cvr', '24256791'],
    ['ee-rk', '12345679'],
    ['fi-y', '0112038-8'],
    ['fr-siren', '732829321'],
    ['hr-oib', '33392005962'],
    ['is-kt', '450401-3160'],
    ['it-cf', '00905811007'],
    ['no-orgnr', '923609017'],
    ['pt-nipc', '500697257'],
    ['ro-cui', '14399841'],
    ['se-orgnr', '556012-5791'],
    ['xx-none', '1'],
  ] as const) {
    assert.equal(registerNumber(code, wrong), undefined, code)
  }
})

test('VAT numbers and EUIDs are those of the country', () => {
  assert.equal(vatId('AT', 'atu 12345678'), 'ATU12345678')
  assert.equal(vatId('GR', '123456789'), 'EL123456789')
  assert.equal(vatId('SK', 'SK2020273893'), 'SK2020273893')
  assert.equal(vatId('DE', 'ATU12345678'), undefined)
  assert.equal(euid('DE', 'DEK1101R.HRB116737'), 'DEK1101R.HRB116737')
  assert.equal(euid('SK', 'DEK1101R.HRB116737'), undefined)
  assert.equal(euid('DE', 'DE 116737'), undefined)
})

test('postal codes are written as their country does', () => {
  for (const [country, given, written] of [
    ['CZ', '39701', '397 01'],
    ['SK', 'SK-81109', '811 09'],
    ['AT', 'A-1010', '1010'],
    ['PL', '00950', '00-950'],
    ['PT', '1000205', '1000-205'],
    ['LV', '1010', 'LV-1010'],
    ['LV', 'lv-1010', 'LV-1010'],
    ['LU', 'L 1009', 'L-1009'],
    ['NL', '1012ab', '1012 AB'],
    ['IE', 'd02af30', 'D02 AF30'],
    ['MT', 'VLT1117', 'VLT 1117'],
    ['CH', '8001', '8001'],
  ] as const) {
    assert.equal(postalCode(country, given), written, country)
  }
  assert.equal(postalCode('PL', '12 34'), undefined)
  assert.equal(postalCode('AT', '10101'), undefined)
  assert.equal(postalCodeExample('PL'), '12-345')
  for (const country of AREA) {
    const example = postalCodeExample(country) ?? ''
    assert.equal(postalCode(country, example), example, country)
  }
})

test('lines of an address stand in the order of their country', () => {
  const address = { street: 'Kossuth 1', city: 'Budapest', postalCode: '1055' }
  assert.deepEqual(addressLines({ ...address, country: 'HU' }), ['Budapest', 'Kossuth 1', '1055'])
  assert.deepEqual(addressLines({ ...address, country: 'AT' }), ['Kossuth 1', '1055 Budapest'])
  assert.deepEqual(addressLines({ ...address, country: 'LV' }), ['Kossuth 1', 'Budapest, 1055'])
  assert.deepEqual(addressLines({ ...address, street: null, country: 'IE' }), ['Budapest', '1055'])
})
