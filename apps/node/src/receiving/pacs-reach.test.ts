import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PacsReach } from './pacs-reach.ts'

test('a PACS that lets its callers wait is called by one of them at a time', () => {
  let now = 0
  const reach = new PacsReach(() => now)
  assert.equal(reach.troubleNow('ARCHIVE'), undefined)

  reach.failed('ARCHIVE', 'refused', 20)
  assert.equal(reach.troubleNow('ARCHIVE'), undefined, 'to ask again costs nothing')
  reach.failed('ARCHIVE', 'silent', 60_000)
  assert.deepEqual([...reach.away], ['ARCHIVE'])
  assert.equal(reach.troubleNow('ARCHIVE'), 'silent')
  assert.equal(reach.troubleNow('OTHER'), undefined)
  now = 60_000
  assert.equal(reach.troubleNow('ARCHIVE'), undefined, 'one tries')
  assert.equal(reach.troubleNow('ARCHIVE'), 'silent', 'the next one does not')

  reach.callAll()
  assert.equal(reach.troubleNow('ARCHIVE'), undefined, 'a person wanted it')
  reach.waits('ARCHIVE', 'one')
  reach.failed('ARCHIVE', 'silent', 60_000)
  reach.waits('ARCHIVE', 'another')
  assert.deepEqual(reach.answered('ARCHIVE'), ['one', 'another'])
  assert.equal(reach.troubleNow('ARCHIVE'), undefined)
  assert.deepEqual([...reach.away], [])
  reach.waits('ARCHIVE', 'one')
  assert.deepEqual(reach.answered('ARCHIVE'), [])
})
