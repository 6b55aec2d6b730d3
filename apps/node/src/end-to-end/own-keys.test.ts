import assert from 'node:assert/strict'
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { ownKeys } from './own-keys.ts'

test('a file of keys that cannot be read is left as it is, and it is said what to do with and without a backup', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'epacs-own-keys-'))
  t.after(() => rm(folder, { recursive: true }))
  const { identity } = await ownKeys(folder)
  const path = join(folder, 'end-to-end.json')
  const damaged = (await readFile(path, 'utf8')).slice(0, 100)
  await writeFile(path, damaged)
  await assert.rejects(ownKeys(folder), (error: Error) => {
    assert.equal(error.name, 'NodeError')
    assert.ok(error.message.startsWith(path))
    assert.match(error.message, /from a backup.*If there is no backup, move it away and start the node/)
    return true
  })
  assert.equal(await readFile(path, 'utf8'), damaged)
  await rename(path, `${path}.damaged`)
  assert.notEqual((await ownKeys(folder)).identity.keyId, identity.keyId)
})
