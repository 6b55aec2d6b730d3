import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { request } from 'node:https'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { ctSlice } from '../testing/dicom-file.ts'
import { INSTITUTIONS, TestNetwork } from '../testing/network.ts'
import { until } from '../testing/until.ts'
import type { Point } from './points.ts'

const { hornicka, chyne } = INSTITUTIONS
const POINTS: readonly Point[] = [
  'intake-begun',
  'package-written',
  'package-stored',
  'before-commit',
  'committed',
]

let network: TestNetwork
before(async () => {
  network = await TestNetwork.prepare()
})
after(() => network.remove())

/** Two on a machine of its own; a connection that it waited for would keep it for minutes. */
const MOST_SECONDS = 30

const ids: string[] = []

for (const [number, point] of POINTS.entries()) {
  test(`a centre killed at the point ${point} loses nothing that it accepted and shows nothing half`, async () => {
    const [sender, receiver, second] = [network.as('sender'), network.as('receiver'), network.as('second')]
    const killed = await network.startProcess(point)
    const files = [1, 2, 3].map((instance) => ({
      name: `IM${instance}`,
      bytes: ctSlice({ study: 100 + number, instance }),
    }))
    const uploads: string[] = []
    for (const file of files) uploads.push(await sender.upload(file))
    const call = {
      headers: { 'idempotency-key': `message ${number}` },
      json: { recipients: [hornicka.id, chyne.id], uploads },
    }
    // The answer may be lost with the process: the client asks again with the same key.
    await sender.call('POST', '/api/messages', call).catch(() => undefined)
    assert.equal((await killed.ended).signal, 'SIGKILL')

    const again = await network.startProcess()
    const { status, json } = await sender.call('POST', '/api/messages', call)
    assert.equal(status, 201)
    const delivered = await sender.until(json.id, 'delivered')
    assert.equal(delivered.instances, 3)
    ids.push(json.id)
    for (const reader of [receiver, second]) {
      const { json: inbox } = await reader.get('/api/messages')
      assert.equal(inbox.total, ids.length, 'once, and wholly')
      const whole = await reader.get(`/api/messages/${json.id}/package`)
      assert.equal(whole.body.length, delivered.sizeBytes)
    }
    assert.equal((await again.stop()).code, 0)
  })
}

test('after all that, no package is left without its message, and mailboxes hold what they show', async () => {
  const { centre } = await network.startHere()
  await centre.jobs.add(centre.db, 'sweep-packages', {})
  const named = await centre.db.selectFrom('message').select(['id', 'size_bytes']).execute()
  const held = named.reduce((sum, { size_bytes }) => sum + size_bytes, 0)
  let stored: string[] = []
  await until('each message has its package', async () => {
    stored = []
    for await (const { messageId } of centre.store.list()) stored.push(messageId)
    return stored.length === ids.length
  })
  assert.deepEqual(stored.toSorted(), ids.toSorted(), 'no package without a message, none twice')
  for (const { id } of [hornicka, chyne]) {
    const mailbox = await centre.db
      .selectFrom('mailbox')
      .where('institution_id', '=', id)
      .select('used_bytes')
      .executeTakeFirstOrThrow()
    assert.equal(mailbox.used_bytes, held)
  }
  await network.stopHere()
})

test('a centre killed in the middle of an upload keeps what it had, and the client goes on', async () => {
  const sender = network.as('sender')
  const first = await network.startProcess()
  const whole = randomBytes(4_000_000)
  const id = await sender.createUpload('IM1', whole.length)
  assert.equal((await sender.patch(id, 0, whole.subarray(0, 1_000_000))).status, 204)
  const outgoing = request(new URL(`/api/uploads/${id}`, sender.origin), {
    method: 'PATCH',
    agent: sender.agent,
    headers: {
      'tus-resumable': '1.0.0',
      'content-type': 'application/offset+octet-stream',
      'upload-offset': 1_000_000,
      'content-length': 3_000_000,
    },
  })
  outgoing.on('error', () => {})
  outgoing.write(whole.subarray(1_000_000, 2_500_000))
  await delay(200)
  await first.kill()
  const second = await network.startProcess()
  const offset = Number((await sender.head(id)).headers['upload-offset'])
  assert.ok(offset >= 1_000_000 && offset <= 2_500_000, String(offset))
  assert.equal((await sender.patch(id, offset, whole.subarray(offset))).headers['upload-offset'], '4000000')
  assert.equal((await second.stop()).code, 0)
})

test('a centre that is told to stop does so at once, whatever it is busy with', async () => {
  const [sender, receiver] = [network.as('sender'), network.as('receiver')]
  const running = await network.startProcess()
  const whole = Buffer.alloc(50_000_000)
  const id = await sender.createUpload('IM1', whole.length)
  const upload = request(new URL(`/api/uploads/${id}`, sender.origin), {
    method: 'PATCH',
    agent: sender.agent,
    headers: {
      'tus-resumable': '1.0.0',
      'content-type': 'application/offset+octet-stream',
      'upload-offset': 0,
      'content-length': whole.length,
    },
  })
  upload.on('error', () => {})
  upload.write(whole.subarray(0, 2_000_000))
  const stream = request(new URL('/api/events', receiver.origin), { agent: receiver.agent })
  const streamEnded = new Promise((resolve) => {
    stream.on('response', (response) => response.resume().on('close', resolve)).on('error', resolve)
  })
  stream.end()
  const place = join(network.folder, 'data/uploads', id.slice(-2), id)
  await until('what was sent has come', async () => (await stat(place)).size === 2_000_000)
  const { seconds, code } = await running.stop()
  assert.equal(code, 0)
  assert.ok(seconds < MOST_SECONDS, `${seconds} s`)
  await streamEnded
  const again = await network.startProcess()
  assert.equal((await sender.head(id)).headers['upload-offset'], '2000000')
  await again.stop()
})
