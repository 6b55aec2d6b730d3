import assert from 'node:assert/strict'
import { test } from 'node:test'
import { UploadLocks } from './upload-lock.ts'

test('a newcomer asks the holder to let go and then has the lock', async () => {
  const locks = new UploadLocks()
  let asked = 0
  const release = await locks.acquire(
    'a',
    () => {
      asked++
      setTimeout(() => release?.(), 10)
    },
    60_000,
  )
  const second = await locks.acquire('a', () => {}, 60_000)
  assert.ok(second)
  assert.equal(asked, 1)
  second()
  assert.equal(locks.isHeld('a'), false)
})

test('a holder who does not let go keeps the lock', async () => {
  const locks = new UploadLocks()
  await locks.acquire('a', () => {}, 60_000)
  assert.equal(await locks.acquire('a', () => {}, 20), undefined)
  assert.ok(await locks.acquire('b', () => {}, 20))
})

test('of many newcomers one at a time holds the lock', async () => {
  const locks = new UploadLocks()
  let holders = 0
  const work = async () => {
    const release = await locks.acquire('a', () => {}, 60_000)
    assert.ok(release)
    assert.equal(++holders, 1)
    await new Promise((resolve) => setTimeout(resolve, 2))
    holders--
    release()
  }
  await Promise.all(Array.from({ length: 20 }, work))
})
