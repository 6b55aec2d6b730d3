import assert from 'node:assert/strict'
import { test } from 'node:test'
import { canBeOnePerson } from './person.ts'

const person = (name: string, birthDate = '') => ({ name, birthDate })

test('spelling, order, titles and missing parts do not make another person', () => {
  for (const [one, other] of [
    ['Dvořák^Jiří^^Ing.', 'DVORAK^JIRI'],
    ['Novák^Jan', 'Jan Novak'],
    ['Yamada^Tarou=山田^太郎', 'yamada^tarou'],
    ['=山田^太郎', '山田^太郎'],
    ['Novák^Jan', ''],
    ['^^^', 'Novák^Jan'],
  ] as const) {
    assert.ok(canBeOnePerson(person(one), person(other)), `${one} / ${other}`)
  }
})

test('another name is another person, unless the birth date is the same', () => {
  assert.ok(!canBeOnePerson(person('Novák^Jan'), person('Svoboda^Petr')))
  assert.ok(!canBeOnePerson(person('Novák^Jan', '19700101'), person('Svoboda^Petr', '19800101')))
  assert.ok(!canBeOnePerson(person('Novák^Jan', '19700101'), person('Nováková^Jana', '')))
  assert.ok(canBeOnePerson(person('Nováková^Jana', '19700101'), person('Malá^Jana', '19700101')))
})
