/** Uploads whose length is told while they come (tus creation-defer-length): nothing is easier for them. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { request } from 'node:https'
import { after, before, test } from 'node:test'
import type { ApiClient } from '../testing/api-client.ts'
import { ctSlice } from '../testing/dicom-file.ts'
import { INSTITUTIONS, TestNetwork } from '../testing/network.ts'
import { until } from '../testing/until.ts'

const MIB = 1024 * 1024

let network: TestNetwork
let sender: ApiClient
before(async () => {
  network = await TestNetwork.start({
    uploads: { diskReserveBytes: 0, maxBytes: 40 * MIB, maxOpen: 40, maxOpenBytes: 128 * MIB },
  })
  sender = network.as('sender')
})
after(() => network.remove())

const tus = { 'tus-resumable': '1.0.0' }
const chunk = { ...tus, 'content-type': 'application/offset+octet-stream' }

async function create(client = sender): Promise<string> {
  const { status, headers } = await client.call('POST', '/api/uploads', {
    headers: { ...tus, 'upload-defer-length': 1, 'upload-metadata': 'filename UEFDSw==' },
  })
  assert.equal(status, 201)
  assert.ok(Date.parse(String(headers['upload-expires'])) > Date.now())
  return String(headers.location).split('/').at(-1) ?? ''
}

/** A body without a length, in pieces. @returns the status and the offset */
async function stream(id: string, offset: number, pieces: readonly Uint8Array[]): Promise<[number, string]> {
  return await new Promise((resolve, reject) => {
    const outgoing = request(new URL(`/api/uploads/${id}`, sender.origin), {
      method: 'PATCH',
      agent: sender.agent,
      headers: { ...chunk, 'upload-offset': offset },
    })
    outgoing.on('error', reject)
    outgoing.on('response', (response) => {
      response.resume()
      resolve([response.statusCode ?? 0, String(response.headers['upload-offset'])])
    })
    for (const piece of pieces) outgoing.write(piece)
    outgoing.end()
  })
}

test('a file goes up before anybody knows how long it will be, and the last chunk tells', async () => {
  const bytes = ctSlice({ study: 1, instance: 1, pixelBytes: 300_000 })
  const id = await create()
  assert.deepEqual(await stream(id, 0, [bytes.subarray(0, 100), bytes.subarray(100, 200_000)]), [
    204,
    '200000',
  ])
  const head = await sender.head(id)
  assert.equal(head.headers['upload-offset'], '200000')
  assert.equal(head.headers['upload-length'], undefined)
  assert.equal(head.headers['upload-defer-length'], '1')

  const message = { recipients: [INSTITUTIONS.hornicka.id], uploads: [id], subject: 'CT' }
  const early = await sender.call('POST', '/api/messages', { json: message })
  assert.deepEqual([early.status, early.json.code], [409, 'upload-length-deferred'])

  const last = await sender.patch(id, 200_000, bytes.subarray(200_000), {
    'upload-length': String(bytes.length),
  })
  assert.deepEqual([last.status, last.headers['upload-offset']], [204, String(bytes.length)])
  assert.equal((await sender.head(id)).headers['upload-length'], String(bytes.length))
  const created = await sender.call('POST', '/api/messages', { json: message })
  assert.equal(created.status, 201)
  await until('it is delivered', async () => {
    const { json } = await sender.get(`/api/messages/${created.json.id}`)
    return json.status === 'delivered'
  })
})

test('the length may be told with an empty chunk, the same one again, and no other', async () => {
  const id = await create()
  await sender.patch(id, 0, Buffer.alloc(10))
  const tell = async (length: number) =>
    (await sender.patch(id, 10, Buffer.alloc(0), { 'upload-length': String(length) })).status
  assert.equal(await tell(9), 400)
  assert.equal((await sender.head(id)).headers['upload-defer-length'], '1')
  assert.equal(await tell(10), 204)
  assert.equal(await tell(10), 204)
  assert.equal(await tell(11), 400)
  assert.equal((await sender.patch(id, 10, Buffer.alloc(1))).status, 413)
})

test('what grows past the largest upload is refused, with the length or with the bytes', async () => {
  const id = await create()
  const told = await sender.patch(id, 0, Buffer.alloc(1), { 'upload-length': String(40 * MIB + 1) })
  assert.deepEqual([told.status, told.json.code], [413, 'upload-too-large'])
  const piece = randomBytes(8 * MIB)
  const [status] = await stream(id, 0, [piece, piece, piece, piece, piece, Buffer.alloc(1)]).catch(() => [
    413,
  ])
  assert.equal(status, 413)
  assert.equal((await sender.call('DELETE', `/api/uploads/${id}`, { headers: tus })).status, 204)
})

test('the bytes that come count among those that an institution may have open', async () => {
  const client = network.as('uninvolved')
  const ids: string[] = []
  for (let count = 0; count < 7; count++) ids.push(await create(client))
  // 16 MiB each were claimed with the creation; what comes beyond is claimed as it comes.
  const [id = ''] = ids
  const piece = randomBytes(20 * MIB)
  assert.equal((await client.patch(id, 0, piece)).status, 204)
  const more = await client.call('POST', '/api/uploads', { headers: { ...tus, 'upload-length': MIB } })
  assert.deepEqual([more.status, more.json.code], [429, 'too-many-uploads'])
  const grown = await client.patch(id, piece.length, randomBytes(15 * MIB))
  assert.deepEqual([grown.status, grown.json.code], [429, 'too-many-uploads'])
})

test('with the disk at its reserve nothing is written, whatever was claimed when the upload was created', async (t) => {
  const full = await TestNetwork.start({ uploads: { diskReserveBytes: 0 } })
  t.after(() => full.remove())
  const id = await create(full.as('sender'))
  await full.stopHere()
  Object.assign(full.config, { uploads: { ...full.config.uploads, diskReserveBytes: 2 ** 50 } })
  await full.startHere()
  const refused = await full.as('sender').patch(id, 0, Buffer.alloc(MIB))
  assert.equal(refused.status, 507)
  assert.equal((await full.as('sender').head(id)).headers['upload-offset'], '0')
})
