import assert from 'node:assert/strict'
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, unlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { openFolderStore } from './folder-store.ts'
import type { PackageKey, PackageStore } from './package-store.ts'

let root: string
let store: PackageStore
before(async () => {
  root = await mkdtemp(join(tmpdir(), 'epacs-store-'))
  store = await openFolderStore(root)
})
after(() => rm(root, { recursive: true }))

async function putPackage(bytes: Buffer, messageId: string = randomUUID()): Promise<PackageKey> {
  const work = await store.createWorkFolder(messageId)
  const files = { packagePath: join(work, 'package.zip'), indexPath: join(work, 'index') }
  await writeFile(files.packagePath, bytes)
  await writeFile(files.indexPath, 'the index')
  const key = { messageId, sha256: createHash('sha256').update(bytes).digest('hex') }
  await store.put(key, files)
  await store.removeWorkFolder(work)
  return key
}

test('what was put is read back, whole and by ranges', async () => {
  const bytes = randomBytes(700_000)
  const key = await putPackage(bytes)
  const whole = await store.open(key)
  assert.ok(whole)
  assert.equal(whole.sizeBytes, bytes.length)
  assert.ok((await buffer(whole.stream())).equals(bytes))
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(bytes.length - 1), async (a, b) => {
      const [start, end] = [Math.min(a, b), Math.max(a, b)]
      const part = await store.open(key)
      assert.ok(part)
      assert.ok((await buffer(part.stream({ start, end }))).equals(bytes.subarray(start, end + 1)))
    }),
    { numRuns: 50 },
  )
  assert.equal(await readFile((await store.indexPath(key)) ?? '', 'utf8'), 'the index')
  assert.deepEqual(await readdir(join(root, 'work')), [])
})

test('an open package stays whole when it is deleted meanwhile', async () => {
  const bytes = randomBytes(3_000_000)
  const key = await putPackage(bytes)
  const open = await store.open(key)
  assert.ok(open)
  await store.delete(key)
  assert.ok((await buffer(open.stream())).equals(bytes))
  assert.equal(await store.open(key), undefined)
  assert.equal(await store.indexPath(key), undefined)
  await store.delete(key)
})

test('two attempts at one message stand side by side and are both listed', async () => {
  const first = await putPackage(randomBytes(10))
  const second = await putPackage(randomBytes(10), first.messageId)
  const listed: PackageKey[] = []
  for await (const key of store.list()) if (key.messageId === first.messageId) listed.push(key)
  const digests = (keys: PackageKey[]) => keys.map(({ sha256 }) => sha256).sort()
  assert.deepEqual(digests(listed), digests([first, second]))
})

test('work folders of processes that are gone are swept', async () => {
  await store.createWorkFolder(randomUUID())
  await store.sweepWorkFolders()
  assert.deepEqual(await readdir(join(root, 'work')), [])
})

test('only a UUID and a digest become paths', async () => {
  await assert.rejects(store.open({ messageId: '../../etc/passwd', sha256: 'a'.repeat(64) }), TypeError)
  await assert.rejects(store.open({ messageId: randomUUID(), sha256: '../x' }), TypeError)
  await assert.rejects(store.createWorkFolder('..'), TypeError)
})

test('an index whose package never came, or went before it, is listed, and goes with its key', async () => {
  const key = await putPackage(randomBytes(10))
  const shard = join(root, 'packages', key.messageId.slice(-4, -2), key.messageId.slice(-2))
  await unlink(join(shard, `${key.messageId}.${key.sha256}.zip`))
  const listed: PackageKey[] = []
  for await (const each of store.list()) if (each.messageId === key.messageId) listed.push(each)
  assert.deepEqual(listed, [key])
  await store.delete(key)
  assert.deepEqual(await readdir(shard), [])
})
