import assert from 'node:assert/strict'
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import dns from 'node:dns'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, type TestContext, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import type { S3Config } from '../../config/index.ts'
import { freePort } from '../../testing/free-port.ts'
import { until } from '../../testing/until.ts'
import { checkStored } from '../check-stored.ts'
import { type PackageKey, PackageReadError, type PackageStore } from '../package-store.ts'
import { storedName } from '../stored-name.ts'
import { newKey, putPackage, storeContract } from '../testing/store-contract.ts'
import { openS3Store, type S3Store, type S3StoreOptions } from './s3-store.ts'
import { StoreError } from './store-error.ts'
import { type Bucket, makeBucket } from './testing/bucket.ts'
import { centreCases } from './testing/centre-cases.ts'
import { Ceph, DNS_NAME, KMS_KEY } from './testing/ceph.ts'
import { cutAfter, Line } from './testing/line.ts'
import { manyProcesses } from './testing/many-processes.ts'

let ceph: Ceph
let bucket: Bucket
let folder: string
let store: S3Store
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'epacs-s3-'))
  ceph = await Ceph.start()
  bucket = await makeBucket(ceph, 'epacs')
  store = await openS3Store(s3({}), { dataFolder: folder, reserveBytes: 0 })
})
after(async () => {
  store?.close()
  bucket?.close()
  await ceph?.stop()
  await rm(folder, { recursive: true })
})

function s3(changes: Partial<S3Config>): S3Config {
  return {
    endpoint: ceph.endpoint,
    region: 'us-east-1',
    bucket: 'epacs',
    prefix: '',
    addressing: 'path',
    credentialsFile: ceph.credentialsFile,
    encryption: null,
    kmsKeyId: null,
    indexCopiesBytes: 1024 ** 2,
    ...changes,
  }
}

storeContract(() => ({
  store,
  dataFolder: folder,
  ranges: 15,
  removeStored: (name) => bucket.remove(`packages/${name}`),
  storedNames: () => bucket.names(),
}))

/** Another view of the same bucket. */
async function another(
  t: TestContext,
  changes: Partial<S3Config>,
  options: Partial<S3StoreOptions> = {},
): Promise<S3Store> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'epacs-s3-'))
  t.after(() => rm(dataFolder, { recursive: true }))
  const opened = await openS3Store(s3(changes), { dataFolder, reserveBytes: 0, ...options })
  t.after(() => opened.close())
  return opened
}

async function throughLine(t: TestContext) {
  const line = await Line.open(ceph.port)
  t.after(() => line.close())
  return { line, store: await another(t, { endpoint: `http://127.0.0.1:${line.port}` }, { firstPauseMs: 1 }) }
}

async function digestOf(pieces: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256')
  for await (const piece of pieces) hash.update(piece)
  return hash.digest('hex')
}

async function isWhole(store: PackageStore, key: PackageKey): Promise<boolean> {
  const open = await store.open(key)
  return open !== undefined && (await digestOf(open.stream())) === key.sha256
}

const MIB = 1024 ** 2
const large = randomBytes(21 * MIB)

test('a large package goes in parts, each of which the store confirms, and is one object', async () => {
  const key = await putPackage(store, large)
  const head = await bucket.head(`packages/${storedName(key, 'zip')}`)
  assert.match(head.ETag ?? '', /-3"$/)
  assert.equal(head.ContentLength, large.length)
  assert.equal(head.Metadata?.sha256, key.sha256)
  assert.ok(await isWhole(store, key))
  assert.deepEqual(await bucket.unfinished(), [])
})

test('connections that are cut in the middle of a put: it goes on', async (t) => {
  const { line, store: distant } = await throughLine(t)
  line.fate = cutAfter('to-store', 3 * MIB, 4)
  const key = await putPackage(distant, large)
  assert.ok(await isWhole(store, key))
  assert.ok(line.passed['to-store'] > large.length + 8 * MIB, 'some of it was sent again')
})

test('the answer to a put is cut: the store is asked, and it counts', async (t) => {
  const { line, store: distant } = await throughLine(t)
  const bytes = randomBytes(1000)
  const key = newKey(bytes)
  let left = 10
  line.fate = ({ direction, piece }) => {
    // All answers to what is put, none to what is asked.
    const isPut = direction === 'to-store' && piece.subarray(0, 4).toString() === 'PUT '
    if (isPut) waiting = true
    if (direction === 'from-store' && waiting && left > 0) {
      waiting = false
      left--
      return 'cut'
    }
    return 'pass'
  }
  let waiting = false
  await putPackage(distant, bytes, key)
  assert.equal(left, 0)
  assert.ok(await isWhole(store, key))
})

test('a byte that is changed on the way to the store is refused, and nothing is there', async (t) => {
  const { line, store: distant } = await throughLine(t)
  line.fate = ({ direction, piece, before }) => {
    if (direction === 'to-store' && before > 2 * MIB && piece.length > 1000)
      piece[500] = (piece[500] ?? 0) ^ 1
    return 'pass'
  }
  const key = newKey(large, randomUUID())
  await assert.rejects(putPackage(distant, large, key), (error: unknown) => {
    return error instanceof StoreError && /changed on the way/.test(error.message)
  })
  assert.equal(await store.open(key), undefined)
  assert.deepEqual(await bucket.unfinished(), [])
})

test('a file that is not what its key says is never stored, be it small or large', async () => {
  for (const bytes of [randomBytes(100), large]) {
    const key = newKey(Buffer.from('something else'))
    await assert.rejects(putPackage(store, bytes, key), /not what was written there/)
    assert.equal(await store.open(key), undefined)
  }
  assert.deepEqual(await bucket.unfinished(), [])
})

test('connections that are cut in the middle of a reading: it goes on from the byte that it reached', async (t) => {
  const key = await putPackage(store, large)
  const { line, store: distant } = await throughLine(t)
  line.fate = cutAfter('from-store', 2 * MIB, 6)
  const open = await distant.open(key)
  assert.ok(open)
  assert.equal(await digestOf(open.stream()), key.sha256)
  assert.ok(line.passed['from-store'] < large.length + 2 * MIB, 'nothing was sent twice')
})

test('a reader that stands still is not sent the whole of it, and one that goes away lets the store go', async (t) => {
  const key = await putPackage(store, large)
  const { line, store: distant } = await throughLine(t)
  const open = await distant.open(key)
  assert.ok(open)
  const stream = open.stream({ start: 0, end: large.length - 1 })
  await once(stream, 'readable')
  let passed = -1
  await until('nothing more comes', async () => {
    const before = passed
    passed = line.passed['from-store']
    await delay(200)
    return before === passed
  })
  assert.ok(passed < large.length - MIB, `${passed} bytes came`)
  stream.destroy()
  await once(stream, 'close')

  // Also while it is waiting for a store that says nothing.
  const silent = await distant.open(key)
  assert.ok(silent)
  const asked = line.passed['to-store']
  line.fate = ({ direction }) => (direction === 'from-store' ? 'hold' : 'pass')
  const waiting = silent.stream()
  waiting.resume()
  await until('it is asked', () => line.passed['to-store'] > asked)
  const leftMs = performance.now()
  waiting.destroy()
  await once(waiting, 'close')
  assert.ok(performance.now() - leftMs < 5000, 'the reading under way is given up')
})

test('a store that breaks off at one package again and again: that package is told; one that is away: the store', async (t) => {
  const key = await putPackage(store, large)
  const { line, store: distant } = await throughLine(t)
  // What is not sent at all breaks off where it begins.
  let isBroken = false
  line.fate = ({ direction, piece }) => {
    if (direction === 'to-store')
      isBroken = piece.subarray(0, 4).toString() === 'GET ' && piece.includes('.zip')
    return direction === 'from-store' && isBroken && line.passed['from-store'] > 3 * MIB ? 'cut' : 'pass'
  }
  assert.equal(await checkStored(distant, key), 'package-unreadable')
  const open = await distant.open(key)
  assert.ok(open)
  assert.equal(await distant.isAvailable(), true)
  await line.close()
  await assert.rejects(digestOf(open.stream()), StoreError)
  await until('it is noticed', async () => !(await distant.isAvailable()))
  await assert.rejects(distant.open(key), StoreError)
})

test('a large package is copied by the store itself, in parts, and read back', async (t) => {
  const line = await Line.open(ceph.port)
  t.after(() => line.close())
  const endpoint = `http://127.0.0.1:${line.port}`
  const distant = await another(t, { endpoint }, { copyPartBytes: 8 * MIB })
  const source = await putPackage(store, large)
  const key = newKey(large)
  assert.equal(await distant.copy(source, key), true)
  assert.ok(line.passed['to-store'] < MIB, 'nothing of it was sent')
  await store.delete(source)
  assert.ok(await isWhole(store, key))
  assert.match((await bucket.head(`packages/${storedName(key, 'zip')}`)).ETag ?? '', /-3"$/)
})

test('what the store does not copy, or would not encrypt, goes through here', async (t) => {
  const encrypting = await another(t, { encryption: 'aws:kms', kmsKeyId: KMS_KEY })
  const source = await putPackage(encrypting, large)
  // For the first it is as if the bucket encrypted by itself.
  for (const copying of [store, encrypting]) {
    const key = newKey(large)
    assert.equal(await copying.copy(source, key), true)
    assert.ok(await isWhole(copying, key))
  }
})

test('a package that is damaged in the store is not copied on', async () => {
  const bytes = randomBytes(1000)
  const [source, key] = [await putPackage(store, bytes), newKey(bytes)]
  await bucket.write(`packages/${storedName(source, 'zip')}`, randomBytes(1000))
  await assert.rejects(store.copy(source, key), PackageReadError)
  assert.equal(await store.open(key), undefined)
  assert.equal(await checkStored(store, source), 'package-changed')
})

test('a package that others put there is copied all the same', async () => {
  const bytes = randomBytes(1000)
  const [source, key] = [newKey(bytes), newKey(bytes)]
  await bucket.write(`packages/${storedName(source, 'index')}`, Buffer.from('the index'))
  await bucket.write(`packages/${storedName(source, 'zip')}`, bytes)
  assert.ok(await isWhole(store, source))
  assert.equal(await store.copy(source, key), true)
  assert.ok(await isWhole(store, key))
})

test('every package is listed, page by page, and nothing of others', async (t) => {
  const prefix = 'lists/'
  const paged = await another(t, { prefix }, { keysPerPage: 3 })
  const keys: PackageKey[] = []
  for (let number = 0; number < 5; number++) keys.push(await putPackage(paged, randomBytes(10)))
  const half = newKey(randomBytes(10))
  await bucket.write(`${prefix}packages/${storedName(half, 'index')}`, Buffer.from('half'))
  const elsewhere = storedName(keys[0] ?? half, 'zip').replace(/^../, 'zz')
  for (const name of ['notes.txt', elsewhere])
    await bucket.write(`${prefix}packages/${name}`, Buffer.from('x'))
  const found: string[] = []
  for await (const { messageId } of paged.list()) found.push(messageId)
  assert.deepEqual(found.toSorted(), [...keys, half].map(({ messageId }) => messageId).toSorted())
})

test('uploads that a killed process left are removed, those under way and those of others are not', async (t) => {
  const prefix = 'unfinished/'
  const name = `${prefix}packages/${storedName(newKey(randomBytes(1)), 'zip')}`
  const others = `${prefix}packages/film.mp4`
  for (const each of [name, others]) await bucket.abandonUpload(each)
  assert.equal(await (await another(t, { prefix })).sweepUnfinished(), 0)
  assert.equal(await (await another(t, { prefix }, { abandonedAfterMs: -60_000 })).sweepUnfinished(), 1)
  assert.deepEqual(await bucket.unfinished(), [others])
})

test('encryption is asked for, and has to be confirmed', async (t) => {
  const encrypting = await another(t, { encryption: 'aws:kms', kmsKeyId: KMS_KEY, prefix: 'secret/' })
  for (const bytes of [randomBytes(1000), large]) {
    const key = await putPackage(encrypting, bytes)
    const head = await bucket.head(`secret/packages/${storedName(key, 'zip')}`)
    assert.equal(head.ServerSideEncryption, 'aws:kms')
    assert.equal(head.SSEKMSKeyId, KMS_KEY)
    assert.ok(await isWhole(encrypting, key))
  }
  // This Ceph does not know it.
  const asking = await another(t, { encryption: 'AES256' })
  await assert.rejects(putPackage(asking, randomBytes(10)), StoreError)
})

test('over TLS its authority has to be trusted', async (t) => {
  const changes = { endpoint: ceph.tlsEndpoint, prefix: 'tls/' }
  const trusting = await another(t, changes, { caFiles: [ceph.caFile] })
  assert.ok(await isWhole(trusting, await putPackage(trusting, randomBytes(100_000))))
  await assert.rejects(another(t, changes), /trust\.caFiles/)
})

test('the bucket stands in the path or in the name of the host', async (t) => {
  const hosts: string[] = []
  const { lookup } = dns
  t.mock.method(dns, 'lookup', (...[host, ...rest]: Parameters<typeof lookup>) => {
    hosts.push(host)
    return lookup('127.0.0.1', ...rest)
  })
  const endpoint = `http://${DNS_NAME}:${ceph.port}`
  const virtual = await another(t, { endpoint, addressing: 'virtual-host' })
  assert.ok(await isWhole(virtual, await putPackage(virtual, randomBytes(10))))
  assert.deepEqual([...new Set(hosts)], [`epacs.${DNS_NAME}`])
})

test('what is wrong with the configuration is told in words, without the keys', async (t) => {
  const credentials = await readFile(ceph.credentialsFile, 'utf8')
  const secret = /secret_access_key = (.*)/.exec(credentials)?.[1] ?? ''
  const withCredentials = async (text: string) => {
    const credentialsFile = join(folder, `credentials-${randomUUID()}`)
    await writeFile(credentialsFile, text)
    return { credentialsFile }
  }
  for (const [changes, words] of [
    [{ bucket: 'none-such' }, /none-such.*NoSuchBucket.*create it/],
    [await withCredentials(credentials.replace(secret, `${secret}x`)), /secret key/],
    [await withCredentials(credentials.replace(/id = ./, 'id = Z')), /access key/],
    [await withCredentials(`[default]\n${secret}`), /needs a section \[default\]/],
    [{ credentialsFile: join(folder, 'none') }, /holds no credentials \(ENOENT\)/],
    [{ endpoint: `http://127.0.0.1:${await freePort()}` }, /Nobody listens there/],
  ] as const) {
    await assert.rejects(another(t, changes), (error: unknown) => {
      assert.ok(error instanceof StoreError, String(error))
      assert.match(error.message, words)
      assert.ok(!`${error.stack}`.includes(secret))
      return true
    })
  }
})

test('a bucket that keeps what is deleted is known', async () => {
  assert.equal(await store.keepsVersions(), false)
  const versioned = await makeBucket(ceph, 'versioned')
  await versioned.keepVersions()
  versioned.close()
  const opened = await openS3Store(s3({ bucket: 'versioned' }), { dataFolder: folder, reserveBytes: 0 })
  assert.equal(await opened.keepsVersions(), true)
  opened.close()
})

centreCases(() => ceph)
manyProcesses(() => ceph)
