/** What the sender reads of a message at the centre, while the centre tells by itself what becomes of it. */
import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { pino } from 'pino'
import { CentreConnection, CentreProblem, type CentreRequest } from '../centre/connection.ts'
import { NodeDatabase } from '../state/database.ts'
import { OutgoingQueue } from '../state/outgoing.ts'
import { Transfers } from '../transfers.ts'
import { PackageFolder } from './packing.ts'
import { Sender, type SenderParts } from './sender.ts'
import { Spool } from './spool.ts'

/** A sender with one message, not yet begun. */
async function senderOfOne(
  t: TestContext,
  answers?: SenderParts['answers'],
  sealing?: SenderParts['sealing'],
) {
  const folder = await mkdtemp(join(tmpdir(), 'epacs-node-sender-'))
  const database = NodeDatabase.open(join(folder, 'node.sqlite'))
  const connection = new CentreConnection('https://localhost:1', { ca: undefined })
  t.after(async () => {
    connection.close()
    database.close()
    await rm(folder, { recursive: true })
  })
  const queue = new OutgoingQueue(database)
  const spool = await Spool.open(join(folder, 'spool'), new Set())
  const sender = new Sender({
    transfers: new Transfers(),
    ...{ queue, spool, folder, connection, log: pino({ level: 'silent' }) },
    rules: () => [],
    leftOut: { add: () => undefined },
    ...{ answers, sealing },
  })
  const to = { called: 'A', calling: 'PACS', recipientId: 'a', recipientName: 'Nemocnice A' }
  const id = queue.addFromFolder(to, join(folder, 'CD'))
  return { sender, queue, connection, id, folder }
}

/** A message that is with the centre, whose answer was overtaken by what it told by itself. */
async function overtaken(t: TestContext, answered: string, told: string) {
  const { sender, queue, connection, id } = await senderOfOne(t)
  queue.move(id, 'sent', { messageId: 'm' })
  t.mock.method(connection, 'call', async () => {
    queue.setFarStatus(id, told)
    queue.lookAgain(id, 0)
    return { id: 'm', status: answered, problem: null, deliveries: [{ status: answered }] }
  })
  const sent = queue.find(id)
  assert.ok(sent)
  await sender.advance(sent, new AbortController().signal)
  return queue.find(id)
}

test('an answer that was overtaken does not take back what the centre has told since', async (t) => {
  const now = await overtaken(t, 'delivered', 'committed')
  assert.deepEqual([now?.state, now?.farStatus], ['delivered', 'committed'])
})

test('a message that was delivered behind the answer is asked about again at once', async (t) => {
  const now = await overtaken(t, 'checking', 'delivered')
  assert.deepEqual([now?.state, now?.farStatus, now?.nextMs], ['sent', 'delivered', 0])
})

test('a package that a power cut took, or cut short, is made again', async (t) => {
  const { sender, queue, id } = await senderOfOne(t)
  queue.move(id, 'uploading', { packageBytes: 1000 })
  const uploading = queue.find(id)
  assert.ok(uploading)
  await sender.advance(uploading, new AbortController().signal)
  assert.equal(queue.find(id)?.state, 'packing')
})

/** A message whose package is being brought in the open, when it may not go so any more; `deleted` is how the centre answers. */
async function forbiddenUnderWay(t: TestContext, deleted: 'given up' | 'used by a message') {
  const sealing = { mustApply: () => true, envelopeOf: async () => undefined, seal: async () => undefined }
  const { sender, queue, connection, id, folder } = await senderOfOne(t, undefined, sealing)
  const own = new PackageFolder(join(folder, id))
  await mkdir(own.path)
  await writeFile(own.package, Buffer.alloc(1000))
  await own.keepSent()
  queue.setUpload(id, '/api/uploads/u')
  queue.move(id, 'uploading', { packageBytes: 1000 })
  const asked: (string | undefined)[] = []
  t.mock.method(connection, 'call', async ({ method }: CentreRequest) => {
    asked.push(method)
    if (method === 'DELETE' && deleted === 'used by a message')
      throw new CentreProblem(409, 'upload-used', '')
    return { id: 'm' }
  })
  t.mock.method(connection, 'headers', async () => ({ 'upload-offset': '1000' }))
  const uploading = queue.find(id)
  assert.ok(uploading)
  await sender.advance(uploading, new AbortController().signal)
  return { asked, now: queue.find(id) }
}

test('what travels in the open is given up and begun anew when it has to go end to end now', async (t) => {
  const { asked, now } = await forbiddenUnderWay(t, 'given up')
  assert.deepEqual([asked, now?.state, now?.uploadPath], [['DELETE'], 'packing', null])
})

test('what the centre has made a message of is not sent a second time for that', async (t) => {
  const { asked, now } = await forbiddenUnderWay(t, 'used by a message')
  assert.deepEqual(asked, ['DELETE', 'DELETE', 'POST'])
  assert.deepEqual([now?.state, now?.messageId], ['sent', 'm'])
})

test('a message whose answer was lost is found by its key, though it would be asked for otherwise now', async (t) => {
  const envelope = { instances: 1, keys: ['k'] }
  const sealing = { mustApply: () => true, envelopeOf: async () => envelope, seal: async () => undefined }
  const { sender, queue, connection, id, folder } = await senderOfOne(t, undefined, sealing)
  const own = new PackageFolder(join(folder, id))
  await mkdir(own.path)
  await writeFile(own.package, Buffer.alloc(1000))
  await own.keepSent()
  queue.setUpload(id, '/api/uploads/u')
  queue.move(id, 'uploading', { packageBytes: 1000 })
  const asked: string[] = []
  t.mock.method(connection, 'call', async ({ method = 'GET', path }: CentreRequest) => {
    asked.push(`${method} ${path}`)
    if (method === 'POST') throw new CentreProblem(422, 'idempotency-key-reused', '', 0, 'm')
    return { id: 'm' }
  })
  t.mock.method(connection, 'headers', async () => ({ 'upload-offset': '1000' }))
  const uploading = queue.find(id)
  assert.ok(uploading)
  await sender.advance(uploading, new AbortController().signal)
  // The centre keeps that of the message.
  assert.deepEqual(asked, ['POST /api/messages', 'DELETE /api/uploads/u', 'GET /api/messages/m'])
  assert.deepEqual([queue.find(id)?.state, queue.find(id)?.messageId], ['sent', 'm'])
})

/** What the centre was asked to make messages of, when it answers so, one after the other; at last it makes one. */
async function created(t: TestContext, refusals: readonly CentreProblem[], answers?: SenderParts['answers']) {
  const { sender, queue, connection } = await senderOfOne(t, answers)
  const to = { called: 'A', calling: 'PACS', recipientId: 'a', recipientName: 'Nemocnice A' }
  const image = { sopInstanceUid: '1.2.3', file: '1.dcm', sizeBytes: 4, dataSetSha256: 'a' }
  const { outgoingId } = queue.images.add(to, '1.2', {
    ...image,
    transferSyntaxUid: '1.2.840.10008.1.2.1',
    studyInstances: 3,
  })
  queue.setUpload(outgoingId, '/api/uploads/u')
  queue.move(outgoingId, 'cancelling')
  const left = [...refusals]
  const asked: object[] = []
  t.mock.method(connection, 'call', async ({ method, json }: CentreRequest) => {
    if (method === 'DELETE') throw new CentreProblem(409, 'upload-used', '')
    asked.push(Object(json))
    const refusal = left.shift()
    if (refusal !== undefined) throw refusal
    return { id: 'm', status: 'checking', problem: null, deliveries: [] }
  })
  const cancelling = queue.find(outgoingId)
  assert.ok(cancelling)
  await sender.advance(cancelling, new AbortController().signal)
  return { asked, now: queue.find(outgoingId) }
}

test('what a centre of an earlier version does not know is left out', async (t) => {
  const { asked, now } = await created(t, [new CentreProblem(400, 'invalid-request', '')])
  assert.deepEqual(
    asked.map((message) => 'declared' in message),
    [true, false],
  )
  assert.equal(now?.state, 'sent')
})

test('images for a request that has ended go nevertheless, and the recipient is told so', async (t) => {
  const links = ['r']
  const answers = { requestOf: () => links[0], unlink: () => void links.pop() }
  const { asked, now } = await created(t, [new CentreProblem(409, 'request-ended', '')], answers)
  assert.deepEqual(
    asked.map((message) => ['answers' in message, 'note' in message]),
    [
      [true, false],
      [false, true],
    ],
  )
  assert.equal(now?.state, 'sent')
})
