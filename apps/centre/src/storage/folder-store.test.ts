import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm, unlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { after, before, test } from 'node:test'
import { openFolderStore } from './folder-store.ts'
import type { PackageStore } from './package-store.ts'
import { putPackage, storeContract } from './testing/store-contract.ts'

let root: string
let store: PackageStore
before(async () => {
  root = await mkdtemp(join(tmpdir(), 'epacs-store-'))
  store = await openFolderStore(root)
})
after(() => rm(root, { recursive: true }))

storeContract(() => ({
  store,
  dataFolder: root,
  ranges: 50,
  removeStored: (name) => unlink(join(root, 'packages', name)),
  storedNames: () => readdir(join(root, 'packages'), { recursive: true }),
}))

test('an open package stays whole when it is deleted meanwhile', async () => {
  const bytes = randomBytes(3_000_000)
  const key = await putPackage(store, bytes)
  const open = await store.open(key)
  assert.ok(open)
  await store.delete(key)
  assert.ok((await buffer(open.stream())).equals(bytes))
})
