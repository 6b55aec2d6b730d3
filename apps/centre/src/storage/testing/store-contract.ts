/** What holds for every package store, as test cases. */
import assert from 'node:assert/strict'
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { test } from 'node:test'
import fc from 'fast-check'
import { checkStored } from '../check-stored.ts'
import { PackageGoneError, type PackageKey, type PackageStore } from '../package-store.ts'
import { storedName } from '../stored-name.ts'

export interface StoreUnderTest {
  readonly store: PackageStore
  readonly dataFolder: string
  /** How many readings of random ranges. */
  readonly ranges: number
  /** By name (`storedName`), behind the store's back. */
  removeStored(name: string): Promise<void>
  storedNames(): Promise<readonly string[]>
}

export function newKey(bytes: Buffer, messageId: string = randomUUID()): PackageKey {
  return { messageId, sha256: createHash('sha256').update(bytes).digest('hex') }
}

/** @param key another one than that of `bytes`, to see what happens */
export async function putPackage(
  store: PackageStore,
  bytes: Buffer,
  key: PackageKey = newKey(bytes),
): Promise<PackageKey> {
  const work = await store.createWorkFolder(key.messageId)
  try {
    const files = { packagePath: join(work, 'package.zip'), indexPath: join(work, 'index') }
    await writeFile(files.packagePath, bytes)
    await writeFile(files.indexPath, 'the index')
    await store.put(key, files)
    return key
  } finally {
    await store.removeWorkFolder(work)
  }
}

async function listed(store: PackageStore, messageId: string): Promise<readonly PackageKey[]> {
  const keys: PackageKey[] = []
  for await (const key of store.list()) if (key.messageId === messageId) keys.push(key)
  const asked: PackageKey[] = []
  for await (const key of store.list(messageId)) asked.push(key)
  assert.deepEqual(asked, keys, 'those of one message')
  return keys
}

export function storeContract(underTest: () => StoreUnderTest): void {
  test('what was put is read back, whole and by ranges', async () => {
    const { store, dataFolder, ranges } = underTest()
    const bytes = randomBytes(700_000)
    const key = await putPackage(store, bytes)
    const whole = await store.open(key)
    assert.ok(whole)
    assert.equal(whole.sizeBytes, bytes.length)
    assert.ok(Math.abs(whole.storedAt.getTime() - Date.now()) < 600_000)
    assert.ok((await buffer(whole.stream())).equals(bytes))
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(bytes.length - 1), async (a, b) => {
        const [start, end] = [Math.min(a, b), Math.max(a, b)]
        const part = await store.open(key)
        assert.ok(part)
        assert.ok((await buffer(part.stream({ start, end }))).equals(bytes.subarray(start, end + 1)))
      }),
      { numRuns: ranges },
    )
    assert.equal(await readFile((await store.indexFile(key))?.path ?? '', 'utf8'), 'the index')
    assert.equal(await store.hasIndex(key), true)
    assert.deepEqual(await readdir(join(dataFolder, 'work')), [])
    assert.equal(await store.isAvailable(), true)
  })

  test('pieces of an open package are read one after the other, and belong to who reads them', async () => {
    const { store } = underTest()
    const bytes = randomBytes(900_000)
    const open = await store.open(await putPackage(store, bytes))
    assert.ok(open)
    for (const [start, end] of [
      [0, 10],
      [600_000, 2_000_000],
      [bytes.length, bytes.length + 1],
      [5, 400_000],
    ] as const) {
      const read: Buffer[] = []
      for await (const chunk of open.read(start, end)) {
        read.push(Buffer.from(chunk))
        chunk.fill(0)
        // As who has sent it on gives it up.
        if (chunk.buffer instanceof ArrayBuffer && chunk.buffer.byteLength === chunk.length) {
          chunk.buffer.transfer(0)
        }
      }
      assert.ok(Buffer.concat(read).equals(bytes.subarray(start, end)), `${start} to ${end}`)
    }
    await open.close()
  })

  test('a package that is deleted while it is read never ends before its end', async () => {
    const { store } = underTest()
    const bytes = randomBytes(3_000_000)
    const key = await putPackage(store, bytes)
    const open = await store.open(key)
    assert.ok(open)
    await store.delete(key)
    const read = await buffer(open.stream()).catch((error: unknown) => error)
    if (read instanceof Buffer) assert.ok(read.equals(bytes))
    else assert.ok(read instanceof PackageGoneError, String(read))
    assert.equal(await store.open(key), undefined)
    assert.equal(await store.indexFile(key), undefined)
    assert.equal(await store.hasIndex(key), false)
    assert.equal(await checkStored(store, key), 'package-missing')
    await store.delete(key)
  })

  test('two attempts at one message stand side by side and are both listed', async () => {
    const { store } = underTest()
    const first = await putPackage(store, randomBytes(10))
    const other = randomBytes(10)
    const second = await putPackage(store, other, newKey(other, first.messageId))
    const digests = (keys: readonly PackageKey[]) => keys.map(({ sha256 }) => sha256).sort()
    assert.deepEqual(digests(await listed(store, first.messageId)), digests([first, second]))
  })

  test('a package is put under another key, and outlives the one that it was brought from', async () => {
    const { store } = underTest()
    const bytes = randomBytes(200_000)
    const source = await putPackage(store, bytes)
    const key = newKey(bytes)
    const work = await store.createWorkFolder(key.messageId)
    const files = { packagePath: join(work, 'package.zip'), indexPath: join(work, 'index') }
    assert.equal(await store.bring(source, files), true)
    await store.put(key, files)
    await store.delete(source)
    const open = await store.open(key)
    assert.ok(open)
    assert.ok((await buffer(open.stream())).equals(bytes))
    assert.equal(await readFile((await store.indexFile(key))?.path ?? '', 'utf8'), 'the index')
    const again = { packagePath: join(work, 'again.zip'), indexPath: join(work, 'again') }
    assert.equal(await store.bring(source, again), false)
    await store.removeWorkFolder(work)
  })

  test('a package is stored under another key without being brought, and outlives the first one, too', async () => {
    const { store } = underTest()
    const bytes = randomBytes(200_000)
    const [source, key] = [await putPackage(store, bytes), newKey(bytes)]
    assert.equal(await store.copy(source, key), true)
    await store.delete(source)
    const open = await store.open(key)
    assert.ok(open)
    assert.ok((await buffer(open.stream())).equals(bytes))
    assert.equal(await readFile((await store.indexFile(key))?.path ?? '', 'utf8'), 'the index')
    assert.equal(await store.copy(source, newKey(bytes)), false)
  })

  test('work folders of processes that are gone are swept', async () => {
    const { store, dataFolder } = underTest()
    await store.createWorkFolder(randomUUID())
    await store.sweepWorkFolders()
    assert.deepEqual(await readdir(join(dataFolder, 'work')), [])
    assert.equal(await store.sweepUnfinished(), 0)
  })

  test('only a UUID and a digest become names', async () => {
    const { store } = underTest()
    await assert.rejects(store.open({ messageId: '../../etc/passwd', sha256: 'a'.repeat(64) }), TypeError)
    await assert.rejects(store.open({ messageId: randomUUID(), sha256: '../x' }), TypeError)
    await assert.rejects(store.createWorkFolder('..'), TypeError)
  })

  test('an index whose package never came, or went before it, is no package, is listed, and goes with its key', async () => {
    const { store, removeStored, storedNames } = underTest()
    const key = await putPackage(store, randomBytes(10))
    await removeStored(storedName(key, 'zip'))
    assert.equal(await store.open(key), undefined)
    assert.deepEqual(await listed(store, key.messageId), [key])
    await store.delete(key)
    assert.deepEqual(
      (await storedNames()).filter((name) => name.includes(key.messageId)),
      [],
    )
  })
}
