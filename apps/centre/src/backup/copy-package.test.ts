import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { test } from 'node:test'
import { openFolderStore } from '../storage/index.ts'
import { putPackage } from '../storage/testing/store-contract.ts'
import { copyPackage } from './backup.ts'

test('what is not as its digest says replaces nothing', async (t) => {
  const root = await mkdtemp(join(tmpdir(), 'epacs-copies-'))
  t.after(async () => await rm(root, { recursive: true }))
  const source = await openFolderStore(join(root, 'source'))
  const target = await openFolderStore(join(root, 'target'))
  const bytes = randomBytes(1_000_000)
  const key = await putPackage(target, bytes)
  await putPackage(source, randomBytes(1_000_000), key)
  assert.equal(await copyPackage(source, target, key), 'changed')
  const kept = await target.open(key)
  assert.ok(kept)
  assert.ok((await buffer(kept.stream())).equals(bytes))

  const other = await putPackage(source, bytes)
  assert.equal(await copyPackage(source, target, other), bytes.length)
  assert.equal(await copyPackage(source, target, { ...other, sha256: 'ab'.repeat(32) }), 'gone')
})
