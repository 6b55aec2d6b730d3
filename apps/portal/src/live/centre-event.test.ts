import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readEvent } from './centre-event.ts'

test('events of a message and of its checking are understood', () => {
  assert.deepEqual(readEvent('{"type":"message","id":"m","status":"opened"}'), {
    type: 'message',
    id: 'm',
    status: 'opened',
  })
  assert.deepEqual(readEvent('{"type":"mailbox","id":"i"}'), { type: 'mailbox', id: 'i' })
  assert.equal(
    readEvent('{"type":"progress","id":"m","bytesDone":1,"bytesTotal":2,"filesDone":3}')?.type,
    'progress',
  )
})

test('what is no event of ours is passed over', () => {
  for (const data of [
    '',
    'null',
    '[]',
    '{',
    '{"type":"message"}',
    '{"type":"weather","id":"m"}',
    undefined,
  ]) {
    assert.equal(readEvent(data), undefined, String(data))
  }
})
