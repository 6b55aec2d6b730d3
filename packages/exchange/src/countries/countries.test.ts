/** Numbers and addresses of institutions in other countries: real, published ones are taken, slips are not. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AREA,
  addressLines,
  euid,
  isOfRegister,
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
    ['ro-onrc', 'J8/1234/2005', 'J8/1234/2005'],
    ['ro-onrc', 'j 40 / 1234 / 2005', 'J40/1234/2005'],
    ['ro-onrc', 'J2024000723352', 'J2024000723352'],
    ['es-nif', '12345678-z', '12345678Z'],
    ['es-nif', 'X1234567L', 'X1234567L'],
    ['es-nif', 'ESA28015865', 'A28015865'],
    ['it-cf', 'RSS MRA 80A01 H501U', 'RSSMRA80A01H501U'],
    ['it-rea', 'REA RM-756453', 'RM-756453'],
    ['lu-rcs', 'R.C.S. Luxembourg B 123456', 'B123456'],
    ['de-hr', 'HRB 12345, Amtsgericht Charlottenburg', 'Amtsgericht Charlottenburg HRB 12345'],
    ['de-hr', 'HRB 12345 B (Berlin-Charlottenburg)', 'Berlin-Charlottenburg HRB 12345 B'],
    ['de-hr', 'HRB-Nr. 12345', 'HRB 12345'],
    ['de-hr', 'HRB: 12345', 'HRB 12345'],
    ['de-hr', 'AG Köln: HRB 12 345', 'AG Köln HRB 12345'],
    ['sk-ico', '603 384', '00603384'],
    ['sk-ico', 'IČO: 35763469', '35763469'],
    ['pl-krs', 'KRS 0000028860', '0000028860'],
    ['pl-krs', 'nr KRS 28860', 'nr KRS 28860'],
    ['fr-siren', 'RCS Paris 732 829 320', '732 829 320'],
    ['fr-siren', '732 829 320 R.C.S. Paris', '732 829 320'],
    ['fr-siren', 'SIREN n 732829320', '732 829 320'],
    ['be-kbo', 'BCE BE 0403.170.701', '0403.170.701'],
  ] as const) {
    assert.equal(registerNumber(code, given), written, code)
  }
  for (const [code, wrong] of [
    ['sk-ico', '35763468'],
    ['es-nif', '12345678A'],
    ['de-hr', '–'],
    ['at-fn', 'none'],
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
    ['sk-ico', 'IČO 35763468'],
    ['xx-none', '1'],
  ] as const) {
    assert.equal(registerNumber(code, wrong), undefined, code)
  }
})

test('a number of a form that is not known here is taken as it is, and is told apart', () => {
  for (const [code, given, isKnown] of [
    ['at-fn', '1234567a', false],
    ['de-hr', '12345', false],
    ['ro-onrc', 'J40/372/21.01.2002', false],
    ['at-fn', 'FN 123456 A', true],
    ['sk-ico', '35763468', false],
    ['xx-none', '1', false],
  ] as const) {
    assert.equal(isOfRegister(code, given), isKnown, given)
  }
  for (const given of ['1234567a', '12345']) assert.equal(registerNumber('at-fn', given), given)
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
    ['FI', 'FIN-00100', '00100'],
    ['SI', 'SLO-1000', '1000'],
    ['NL', 'NL-1012 AB', '1012 AB'],
    ['IE', 'IE-D02 AF30', 'D02 AF30'],
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
