/** Who is refused again and again is answered slowly, and nobody else is. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { TestNetwork } from '../testing/network.ts'
import { HeldRefusals, HOLD_LIMITS } from './held-refusals.ts'

const SIGN_INS = 5
const ASKING = 10
const FOR_MS = 3000

let network: TestNetwork
before(async () => {
  network = await TestNetwork.start({ limits: { signInPerMinute: SIGN_INS } })
})
after(() => network.remove())

test('a flood of sign-ins gets as many refusals as its connections allow, and others theirs at once', async () => {
  const [visitor, sender] = [network.visitor(), network.as('sender')]
  const untilMs = performance.now() + FOR_MS
  let refused = 0
  const ask = async () => {
    while (performance.now() < untilMs) {
      const { status, headers } = await visitor.get('/sign-in/jtp', { accept: 'application/json' })
      if (status !== 429) continue
      refused++
      assert.ok(Number(headers['retry-after']) > 0)
    }
  }
  const asking = Array.from({ length: ASKING }, ask)
  let worstMs = 0
  while (performance.now() < untilMs - HOLD_LIMITS.holdMs) {
    const sinceMs = performance.now()
    assert.equal((await sender.get('/api/mailbox')).status, 200)
    worstMs = Math.max(worstMs, performance.now() - sinceMs)
  }
  await Promise.all(asking)
  const most = HOLD_LIMITS.free + ASKING * (FOR_MS / HOLD_LIMITS.holdMs + 1)
  assert.ok(refused > HOLD_LIMITS.free, `${refused} were refused`)
  assert.ok(refused <= most, `${refused} were refused, and ${most} at most are expected`)
  assert.ok(worstMs < HOLD_LIMITS.holdMs, `${worstMs} ms`)
})

test('a page that says the same to a browser is held as well', async () => {
  const visitor = network.visitor()
  const sinceMs = performance.now()
  const { status } = await visitor.get('/sign-in/jtp', { accept: 'text/html' })
  assert.equal(status, 303)
  assert.ok(performance.now() - sinceMs >= HOLD_LIMITS.holdMs - 5)
})

test('so many are held of an address and in all; a minute later it begins anew; a centre that stops waits for none', async () => {
  let nowMs = 0
  const limits = { free: 1, holdMs: 60_000, ofAddress: 1, inAll: 2, addresses: 10 }
  const refusals = new HeldRefusals(limits, () => nowMs)
  const stopping = new AbortController()
  const refuse = (address: string) => refusals.hold(address, stopping.signal)
  for (const address of ['a', 'b', 'c']) assert.equal(await refuse(address), 'at-once')
  const held = [refuse('a')]
  assert.equal(await refuse('a'), 'too-many')
  held.push(refuse('b'))
  assert.equal(await refuse('c'), 'too-many')
  nowMs = 60_001
  assert.equal(await refuse('c'), 'at-once')
  stopping.abort()
  assert.deepEqual(await Promise.all(held), ['held', 'held'])
})
