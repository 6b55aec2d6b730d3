import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asMeant, asMeantAndDeclared } from './as-meant.ts'

test('a name in windows-1250 under ISO_IR 100 is shown as it was meant, with what was declared behind it', () => {
  // Šťastný^Žaneta: 8A 9D … under ISO 8859-1.
  const declared = '\u008a\u009dastn\u00fd^\u008eaneta'
  assert.equal(asMeant(declared), 'Šťastný^Žaneta')
  assert.equal(asMeantAndDeclared(declared), `Šťastný^Žaneta (declared: ${declared})`)
  assert.equal(asMeant('Sørensen^Hélène'), 'Sørensen^Hélène')
  assert.equal(asMeantAndDeclared('Müller^Jörg'), 'Müller^Jörg')
  assert.equal(asMeantAndDeclared('Novák'), 'Novák')
})
