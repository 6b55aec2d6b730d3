import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { request } from 'node:https'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { TestNetwork } from '../testing/network.ts'
import { until } from '../testing/until.ts'

let network: TestNetwork
before(async () => {
  network = await TestNetwork.prepare()
})
after(() => network.remove())

/** Two on a machine of its own; a connection that it waited for would keep it for minutes. */
const MOST_SECONDS = 30

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
