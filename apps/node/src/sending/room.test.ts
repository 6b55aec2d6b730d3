import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { pino } from 'pino'
import { NodeDatabase } from '../state/database.ts'
import { OutgoingQueue } from '../state/outgoing.ts'
import { Room } from './room.ts'

const RESERVE = 1000
const BOUND = 10_000

async function roomOf(t: TestContext) {
  const folder = await mkdtemp(join(tmpdir(), 'epacs-node-room-'))
  const database = NodeDatabase.open(join(folder, 'node.sqlite'))
  t.after(async () => {
    database.close()
    await rm(folder, { recursive: true })
  })
  const queue = new OutgoingQueue(database)
  const at = { freeBytes: 5000, queuedBytes: 0, steadyMs: 0 }
  t.mock.method(queue.images, 'queuedBytes', () => at.queuedBytes)
  const logged: string[] = []
  const room = new Room({
    spool: { freeBytes: async () => at.freeBytes },
    queue,
    config: { now: { dicom: { diskReserveBytes: RESERVE, maxQueuedBytes: BOUND } } },
    log: pino({}, { write: (line: string) => void logged.push(JSON.parse(line).msg) }),
    steadyMs: () => at.steadyMs,
  })
  return { at, room, logged }
}

test('a disk that takes no more while it says to have room is told to be full until an image is taken, or none comes', async (t) => {
  const { at, room, logged } = await roomOf(t)
  assert.equal(await room.look(), null)
  room.ranOut()
  assert.equal(await room.look(), 'disk-full', 'what everybody reads')
  assert.equal(await room.refusal(), undefined, 'the next one is tried')
  room.ranOut()
  assert.equal(logged.length, 1)
  room.taken()
  assert.equal(await room.look(), null)
  assert.equal(logged.length, 2)
  room.ranOut()
  at.steadyMs += 3_600_000
  assert.equal(await room.look(), null)
})

test('at the bound, where each image comes and goes, the log says it once', async (t) => {
  const { at, room, logged } = await roomOf(t)
  for (let times = 0; times < 20; times++) {
    at.queuedBytes = times % 2 === 0 ? BOUND : BOUND - 100
    assert.ok(await room.refusal())
  }
  assert.equal(logged.length, 1)
  at.queuedBytes = BOUND - 600
  assert.equal(await room.refusal(), undefined)
  for (let times = 0; times < 20; times++) {
    at.freeBytes = times % 2 === 0 ? RESERVE - 1 : RESERVE + 10
    assert.ok(await room.refusal())
  }
  at.freeBytes = RESERVE + 60
  assert.equal(await room.refusal(), undefined)
  assert.equal(logged.length, 4)
})
