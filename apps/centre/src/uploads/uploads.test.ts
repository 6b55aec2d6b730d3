import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { request } from 'node:https'
import { join } from 'node:path'
import { after, before, mock, test } from 'node:test'
import { DiskSpace } from '../storage/index.ts'
import type { ApiClient } from '../testing/api-client.ts'
import { TestNetwork } from '../testing/network.ts'
import { until } from '../testing/until.ts'

let network: TestNetwork
let sender: ApiClient
before(async () => {
  network = await TestNetwork.start({
    uploads: { diskReserveBytes: 0, maxBytes: 8 * 1024 * 1024, maxOpen: 40, maxOpenBytes: 80 * 1024 * 1024 },
  })
  sender = network.as('sender')
})
after(() => network.remove())

const tus = { 'tus-resumable': '1.0.0' }
const chunk = { ...tus, 'content-type': 'application/offset+octet-stream' }
const sha256 = (bytes: Uint8Array) => `sha256 ${createHash('sha256').update(bytes).digest('base64')}`

async function onDisk(id: string): Promise<number> {
  return (await stat(join(network.folder, 'data/uploads', id.slice(-2), id))).size
}

/** Begins a PATCH of the whole, lets some of it out, and cuts the connection. */
async function cutAfter(id: string, whole: Buffer, bytes: number, headers: Record<string, string> = {}) {
  const outgoing = request(new URL(`/api/uploads/${id}`, sender.origin), {
    method: 'PATCH',
    agent: sender.agent,
    headers: { ...chunk, 'upload-offset': 0, 'content-length': whole.length, ...headers },
  })
  outgoing.on('error', () => {})
  outgoing.write(whole.subarray(0, bytes))
  await until('some of it has come', async () => (await onDisk(id)) > 0)
  outgoing.destroy()
}

test('a client asks what the server can do', async () => {
  const { status, headers } = await sender.call('OPTIONS', '/api/uploads')
  assert.equal(status, 204)
  assert.equal(headers['tus-version'], '1.0.0')
  assert.equal(headers['tus-max-size'], String(8 * 1024 * 1024))
  assert.match(
    String(headers['tus-extension']),
    /creation-with-upload,creation-defer-length,termination,expiration,checksum/,
  )
})

test('another version of the protocol is refused with the one that is spoken', async () => {
  const { status, headers } = await sender.call('POST', '/api/uploads', {
    headers: { 'tus-resumable': '0.2.2', 'upload-length': 1 },
  })
  assert.equal(status, 412)
  assert.equal(headers['tus-version'], '1.0.0')
})

test('a file goes up in chunks, and HEAD says how far it is', async () => {
  const whole = randomBytes(3_000_000)
  const id = await sender.createUpload('CD1/IMAGES/IM0001', whole.length)
  const first = await sender.patch(id, 0, whole.subarray(0, 1_000_000), {
    'upload-checksum': sha256(whole.subarray(0, 1_000_000)),
  })
  assert.equal(first.status, 204)
  assert.equal(first.headers['upload-offset'], '1000000')
  assert.ok(Date.parse(String(first.headers['upload-expires'])) > Date.now())
  const head = await sender.head(id)
  assert.equal(head.headers['upload-offset'], '1000000')
  assert.equal(head.headers['upload-length'], '3000000')
  assert.equal(head.headers['cache-control'], 'no-store')
  const second = await sender.patch(id, 1_000_000, whole.subarray(1_000_000))
  assert.equal(second.headers['upload-offset'], '3000000')
  assert.equal(second.headers['upload-expires'], undefined)
})

test('a cut connection costs nothing of what came: the client asks and goes on', async () => {
  const whole = randomBytes(2_000_000)
  const id = await sender.createUpload('IM1', whole.length)
  await cutAfter(id, whole, 1_200_000)
  const offset = Number((await sender.head(id)).headers['upload-offset'])
  assert.ok(offset > 0 && offset <= 1_200_000, String(offset))
  const rest = await sender.patch(id, offset, whole.subarray(offset))
  assert.equal(rest.headers['upload-offset'], '2000000')
})

test('of a cut chunk with a checksum nothing counts, since it cannot be compared any more', async () => {
  const whole = randomBytes(1_000_000)
  const id = await sender.createUpload('IM1', whole.length)
  await cutAfter(id, whole, 600_000, { 'upload-checksum': sha256(whole) })
  assert.equal((await sender.head(id)).headers['upload-offset'], '0')
})

test('a client that comes back before the break was noticed takes over', async () => {
  const whole = randomBytes(1_000_000)
  const id = await sender.createUpload('IM1', whole.length)
  const hanging = request(new URL(`/api/uploads/${id}`, sender.origin), {
    method: 'PATCH',
    agent: sender.agent,
    headers: { ...chunk, 'upload-offset': 0, 'content-length': whole.length },
  })
  hanging.on('error', () => {})
  hanging.write(whole.subarray(0, 300_000))
  await until('all that was sent has come', async () => (await onDisk(id)) === 300_000)
  const offset = Number((await sender.head(id)).headers['upload-offset'])
  assert.equal(offset, 300_000)
  assert.equal((await sender.patch(id, offset, whole.subarray(offset))).status, 204)
  hanging.destroy()
})

test('a chunk at another offset is refused, and says which one is right', async () => {
  const id = await sender.createUpload('IM1', 100)
  const { status, json } = await sender.patch(id, 50, Buffer.alloc(50))
  assert.equal(status, 409)
  assert.equal(json.code, 'offset-mismatch')
  assert.equal(json.offset, 0)
})

test('a chunk that was damaged on the way is refused and forgotten', async () => {
  const bytes = randomBytes(1000)
  const id = await sender.createUpload('IM1', bytes.length)
  const damaged = await sender.patch(id, 0, bytes, { 'upload-checksum': sha256(randomBytes(1000)) })
  assert.equal(damaged.status, 460)
  assert.equal((await sender.head(id)).headers['upload-offset'], '0')
  assert.equal((await sender.patch(id, 0, bytes, { 'upload-checksum': sha256(bytes) })).status, 204)
})

test('a small file comes whole with its creation', async () => {
  const bytes = randomBytes(5000)
  const created = await sender.call('POST', '/api/uploads', {
    headers: { ...chunk, 'upload-length': bytes.length, 'upload-checksum': sha256(bytes) },
    body: bytes,
  })
  assert.equal(created.status, 201)
  assert.equal(created.headers['upload-offset'], '5000')
  const id = String(created.headers.location).split('/').at(-1) ?? ''
  assert.equal((await sender.head(id)).headers['upload-offset'], '5000')
})

test('an empty file is complete at once', async () => {
  const id = await sender.createUpload('empty', 0)
  const head = await sender.head(id)
  assert.equal(head.headers['upload-offset'], '0')
  assert.equal(head.headers['upload-length'], '0')
})

test('more than was declared is refused and not kept', async () => {
  const id = await sender.createUpload('IM1', 10)
  assert.equal((await sender.patch(id, 0, Buffer.alloc(11))).status, 413)
  assert.equal((await sender.head(id)).headers['upload-offset'], '0')
})

test('an upload that is too long is refused before a byte of it travels', async () => {
  const { status, json } = await sender.call('POST', '/api/uploads', {
    headers: { ...tus, 'upload-length': 9 * 1024 * 1024 },
  })
  assert.equal(status, 413)
  assert.equal(json.code, 'upload-too-large')
})

test('headers that are wrong are named', async () => {
  for (const [headers, header] of [
    [{ 'upload-length': '-1' }, 'Upload-Length'],
    [{ 'upload-length': '007' }, 'Upload-Length'],
    [{}, 'Upload-Length'],
    [{ 'upload-length': '1', 'upload-defer-length': '1' }, 'Upload-Length'],
    [{ 'upload-defer-length': '2' }, 'Upload-Defer-Length'],
    [{ 'upload-length': '1', 'upload-metadata': 'filename !!!' }, 'Upload-Metadata'],
    [{ 'upload-length': '1', 'upload-checksum': 'crc32 AAAA' }, 'Upload-Checksum'],
  ] as const) {
    const { status, json } = await sender.call('POST', '/api/uploads', { headers: { ...tus, ...headers } })
    assert.equal(status, 400, header)
    assert.equal(json.header, header)
  }
  const id = await sender.createUpload('IM1', 1)
  const wrongType = await sender.call('PATCH', `/api/uploads/${id}`, {
    headers: { ...tus, 'upload-offset': 0, 'content-type': 'image/png' },
    body: Buffer.alloc(1),
  })
  assert.equal(wrongType.status, 415)
})

test("an upload is nobody else's, not even a colleague's", async () => {
  const id = await sender.createUpload('IM1', 10)
  for (const name of ['colleague', 'receiver', 'uninvolved'] as const) {
    const other = network.as(name)
    assert.equal((await other.head(id)).status, 404)
    assert.equal((await other.patch(id, 0, Buffer.alloc(10))).status, 404)
    assert.equal((await other.call('DELETE', `/api/uploads/${id}`, { headers: tus })).status, 404)
  }
  assert.equal((await sender.head(id)).headers['upload-offset'], '0')
})

test('a client gives an upload up', async () => {
  const id = await sender.upload({ name: 'IM1', bytes: randomBytes(100) })
  assert.equal((await sender.call('DELETE', `/api/uploads/${id}`, { headers: tus })).status, 204)
  assert.equal((await sender.head(id)).status, 404)
})

test('a client behind a strict proxy sends other verbs as POST', async () => {
  const id = await sender.createUpload('IM1', 4)
  const patched = await sender.call('POST', `/api/uploads/${id}`, {
    headers: { ...chunk, 'upload-offset': 0, 'x-http-method-override': 'PATCH' },
    body: Buffer.from('DICM'),
  })
  assert.equal(patched.status, 204)
  const override = (method: string) =>
    sender.call('POST', `/api/uploads/${id}`, { headers: { ...tus, 'x-http-method-override': method } })
  assert.equal((await override('DELETE')).status, 204)
  assert.equal((await override('TRACE')).status, 404)
})

test('an institution cannot fill the centre with uploads that nobody sends', async () => {
  const second = network.as('second')
  let last = 0
  for (let tries = 0; tries < 45 && last !== 429; tries++) {
    last = (await second.call('POST', '/api/uploads', { headers: { ...tus, 'upload-length': 1 } })).status
  }
  assert.equal(last, 429)
  // Others are not concerned.
  assert.ok(await network.as('uninvolved').createUpload('IM1', 1))
})

test('nor with few large ones', async () => {
  const announcing = network.as('uninvolved')
  const statuses: number[] = []
  for (let tries = 0; tries < 11; tries++) {
    const headers = { ...tus, 'upload-length': 8 * 1024 * 1024 }
    statuses.push((await announcing.call('POST', '/api/uploads', { headers })).status)
  }
  assert.deepEqual(statuses.slice(0, 9), Array(9).fill(201))
  assert.equal(statuses.at(-1), 429)
})

test('the reserve of the disk stays free, however much was announced while there was space', async () => {
  const whole = randomBytes(1_000_000)
  const id = await sender.createUpload('IM1', whole.length)
  const full = mock.method(DiskSpace.prototype, 'claim', async () => false)
  try {
    const { status, json } = await sender.patch(id, 0, whole)
    assert.deepEqual([status, json.code], [507, 'out-of-space'])
  } finally {
    full.mock.restore()
  }
  assert.equal((await sender.head(id)).headers['upload-offset'], '0')
  assert.equal((await sender.patch(id, 0, whole)).status, 204)
})
