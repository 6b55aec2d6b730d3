import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { checkStored } from './check-stored.ts'

const key = { messageId: randomUUID(), sha256: '0'.repeat(64) }

/** A store whose disk fails in the middle of a package, as read(2) tells it. */
function storeThatFails(error: Error) {
  return {
    indexPath: async () => undefined,
    open: async () => ({
      sizeBytes: 10,
      storedAt: new Date(0),
      stream: () => assert.fail('it is read in pieces'),
      async *read() {
        yield Buffer.from('half')
        throw error
      },
      close: async () => {},
    }),
  }
}

test('a disk that gives a package out no more is told of that package; another failure fails', async () => {
  const broken = Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO', syscall: 'read' })
  assert.equal(await checkStored(storeThatFails(broken), key), 'package-unreadable')
  const closed = Object.assign(new Error('EMFILE: too many open files'), { code: 'EMFILE', syscall: 'open' })
  await assert.rejects(checkStored(storeThatFails(closed), key), closed)
})
