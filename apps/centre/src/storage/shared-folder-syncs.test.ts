import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SharedFolderSyncs } from './shared-folder-syncs.ts'

/** @returns syncs that end when they are told to, in the order in which they began */
function heldSyncs() {
  const ends: PromiseWithResolvers<void>[] = []
  const syncs = new SharedFolderSyncs(() => {
    const end = Promise.withResolvers<void>()
    ends.push(end)
    return end.promise
  })
  return { syncs, ends }
}

test('who comes while a sync runs shares the next one, for that one may not have seen its name', async () => {
  const { syncs, ends } = heldSyncs()
  const first = syncs.sync('a')
  let isSecondDone = false
  const others = [syncs.sync('a'), syncs.sync('a')]
  others[0]?.then(() => {
    isSecondDone = true
  })
  assert.equal(ends.length, 1)
  ends[0]?.resolve()
  await first
  await new Promise(setImmediate)
  assert.deepEqual([ends.length, isSecondDone], [2, false])
  ends[1]?.resolve()
  await Promise.all(others)
  const later = syncs.sync('a')
  assert.equal(ends.length, 3)
  ends[2]?.resolve()
  await later
})

test('a sync that failed fails those who shared it, and the next one is had all the same', async () => {
  const { syncs, ends } = heldSyncs()
  const first = assert.rejects(syncs.sync('a'), /EIO/)
  const second = syncs.sync('a')
  const elsewhere = syncs.sync('b')
  ends[0]?.reject(new Error('EIO'))
  await first
  await new Promise(setImmediate)
  ends[1]?.resolve()
  ends[2]?.resolve()
  await Promise.all([second, elsewhere])
})
