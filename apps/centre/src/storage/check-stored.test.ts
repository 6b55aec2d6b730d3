import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { checkStored } from './check-stored.ts'
import { openFolderStore } from './folder-store.ts'
import { StoreError } from './s3/store-error.ts'
import { storedName } from './stored-name.ts'
import { putPackage } from './testing/store-contract.ts'

const key = { messageId: randomUUID(), sha256: '0'.repeat(64) }

/** A store whose disk fails in the middle of a package, as read(2) tells it. */
function storeThatFails(error: Error) {
  return {
    indexFile: async () => undefined,
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
  const away = new StoreError('The store does not answer.', { cause: broken })
  await assert.rejects(checkStored(storeThatFails(away), key), away)
  const closed = Object.assign(new Error('EMFILE: too many open files'), { code: 'EMFILE', syscall: 'open' })
  await assert.rejects(checkStored(storeThatFails(closed), key), closed)
})

test('a package, or an index, that cannot be opened is told of that one; a store that cannot be, fails', async (t) => {
  const root = await mkdtemp(join(tmpdir(), 'epacs-check-'))
  t.after(() => rm(root, { recursive: true }))
  const store = await openFolderStore(root)
  const stored = await putPackage(store, Buffer.from('a package'))
  const path = (kind: 'zip' | 'index') => join(root, 'packages', storedName(stored, kind))
  for (const kind of ['index', 'zip'] as const) {
    await rm(path(kind))
    // Nobody can open it, root neither.
    await symlink(path(kind), path(kind))
    assert.equal(await checkStored(store, stored), 'package-unreadable', kind)
    if (kind === 'zip') continue
    const found = {
      open: store.open.bind(store),
      indexFile: async () => ({ path: path('index'), files: store.files }),
    }
    assert.equal(await checkStored(found, stored), 'package-unreadable', 'an index that is seen')
  }
  await rm(join(root, 'packages'), { recursive: true })
  await symlink('packages', join(root, 'packages'))
  await assert.rejects(checkStored(store, key), { code: 'ELOOP' })
})
