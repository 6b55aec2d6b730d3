import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TestNetwork } from '../testing/network.ts'
import { TooManyUploads, UploadPace } from './upload-pace.ts'

const PACE = { perMinute: 600, unusedMs: 500, longestWaitMs: 250, institutions: 2 }
const REFUSED = { status: 429, code: 'too-many-requests', retryAfterSeconds: 1 }

function paced() {
  const clock = { nowMs: 10_000 }
  return { clock, pace: new UploadPace(PACE, () => clock.nowMs) }
}

test('what was not used is had at once, then they begin evenly, and who would wait too long is refused', () => {
  const { clock, pace } = paced()
  const waits = Array.from({ length: 8 }, () => pace.take('a'))
  assert.deepEqual(waits, [0, 0, 0, 0, 0, 0, 100, 200])
  assert.throws(() => pace.take('a'), REFUSED)
  // Refusals take nothing of what comes next.
  assert.throws(() => pace.take('a'), REFUSED)
  clock.nowMs += 100
  assert.equal(pace.take('a'), 200)
})

test('in a minute as many begin as are allowed, however fast they are asked for', () => {
  const { clock, pace } = paced()
  let begun = 0
  for (; clock.nowMs < 70_000; clock.nowMs += 5) {
    try {
      pace.take('a')
      begun++
    } catch (error) {
      assert.ok(error instanceof TooManyUploads)
    }
  }
  assert.ok(begun >= 600 && begun <= 608, `${begun} have begun`)
})

test('another institution does not wait, and one that was forgotten begins anew', () => {
  const { pace } = paced()
  for (let count = 0; count < 8; count++) pace.take('a')
  assert.throws(() => pace.take('a'), REFUSED)
  assert.equal(pace.take('b'), 0)
  assert.equal(pace.take('c'), 0)
  assert.equal(pace.take('a'), 0, 'of two that are remembered it was the one used the longest ago')
})

test('an institution that begins too many is told when to come again; what it has begun goes on, and others begin', async (t) => {
  const network = await TestNetwork.start({ limits: { uploadsPerMinute: 6 } })
  t.after(() => network.remove())
  const [sender, colleague, receiver] = ['sender', 'colleague', 'receiver'].map((name) =>
    network.as(name as 'sender'),
  )
  assert.ok(sender && colleague && receiver)
  const begun = await sender.createUpload('IM1', 4)
  for (const client of [sender, colleague]) {
    const headers = {
      'tus-resumable': '1.0.0',
      'upload-length': 4,
      'content-type': 'application/offset+octet-stream',
    }
    const refused = await client.call('POST', '/api/uploads', { headers, body: 'DICM' })
    assert.deepEqual([refused.status, refused.json.code], [429, 'too-many-requests'])
    assert.match(String(refused.headers['retry-after']), /^([1-9]|10)$/)
  }
  assert.equal((await sender.patch(begun, 0, Buffer.from('DICM'))).status, 204)
  await receiver.createUpload('IM1', 4)
  const rows = await network.centre.db.selectFrom('upload').select('id').execute()
  assert.equal(rows.length, 2, 'nothing is kept of what was refused')
})
