import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isNamed, nameWords } from './person-name.ts'

test('a name is met by its whole words, in any order and writing, never by a part of one', () => {
  for (const asked of ['Novák Jan', 'novak jan', 'Novák, Jan', 'Novák^Jan', 'Jan Novák', 'Ing. Jan Novák'])
    assert.ok(isNamed('Novák^Jan^^Ing.', nameWords(asked)), asked)
  for (const asked of ['Nov Jan', 'Novák J', 'Novák Jana', 'x', 'X-9'])
    assert.ok(!isNamed('Novák^Jan^^Ing.', nameWords(asked)), asked)
  assert.ok(!isNamed('Nováková^Jana', nameWords('Novák Jan')))
  assert.ok(isNamed('Nová-Malá^Eva=諸葛^亮', nameWords('Malá Eva')))
  assert.ok(isNamed('Nová Malá, Eva', nameWords('Nová-Malá^Eva')))
  assert.deepEqual([...nameWords('Novák novak - ^=')], ['novak'])
})
