import assert from 'node:assert/strict'
import { statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { test } from 'node:test'
import { DiskSpace } from './disk-space.ts'

test('the same space is not promised twice, and the reserve never', async () => {
  const { bavail, bsize } = await statfs(tmpdir())
  const halfBytes = Math.floor((bavail * bsize) / 2)
  const space = new DiskSpace(tmpdir(), Math.floor(halfBytes / 2))
  assert.equal(await space.claim(halfBytes), true)
  assert.equal(await space.claim(halfBytes), false)
  assert.equal(await new DiskSpace(tmpdir(), Number.MAX_SAFE_INTEGER).claim(1), false)
})
