import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { ClockWatch } from './clock-watch.ts'
import { NodeDatabase } from './state/database.ts'
import { OutgoingQueue } from './state/outgoing.ts'

const HOUR_MS = 3_600_000

test('a jump of the clock is told once, by how much; what is slewed is not', () => {
  const jumps: number[] = []
  const clock = { wall: 1_000_000, steady: 0 }
  const clocks = { wallMs: () => clock.wall, steadyMs: () => clock.steady }
  const watch = new ClockWatch((byMs) => jumps.push(byMs), clocks)
  const pass = (steadyMs: number, jumpMs: number) => {
    clock.steady += steadyMs
    clock.wall += steadyMs + jumpMs
    watch.look()
  }
  pass(1000, 0)
  pass(60_000, 400)
  assert.deepEqual(jumps, [])
  pass(1000, -HOUR_MS)
  pass(1000, 0)
  pass(1000, HOUR_MS)
  assert.equal(jumps.length, 2)
  assert.ok(Math.abs((jumps[0] ?? 0) + HOUR_MS) < 1000 && Math.abs((jumps[1] ?? 0) - HOUR_MS) < 1000)
})

async function queueOf(t: TestContext) {
  const folder = await mkdtemp(join(tmpdir(), 'epacs-node-clock-'))
  const database = NodeDatabase.open(join(folder, 'node.sqlite'))
  t.after(async () => {
    database.close()
    await rm(folder, { recursive: true })
  })
  const queue = new OutgoingQueue(database)
  const to = { called: 'A', calling: 'PACS', recipientId: 'a', recipientName: 'Nemocnice A' }
  return { queue, id: queue.addFromFolder(to, '/cd') }
}

test('a pause stays as long as it was when the clock is set back', async (t) => {
  const { queue, id } = await queueOf(t)
  queue.postpone(id, 'the centre is away')
  const { nextMs = 0 } = queue.find(id) ?? {}
  queue.shiftMarks(-HOUR_MS)
  assert.equal(queue.find(id)?.nextMs, nextMs - HOUR_MS)
})

test('a mark from a clock that was wrong before the node was started keeps nothing waiting', async (t) => {
  const { queue, id } = await queueOf(t)
  queue.lookAgain(id, Date.now() + 24 * HOUR_MS)
  assert.equal(queue.due(new Set()), undefined)
  queue.forgetMarksAfter(Date.now() + 2 * HOUR_MS)
  assert.equal(queue.due(new Set())?.id, id)
})
