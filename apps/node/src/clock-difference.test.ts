import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pino } from 'pino'
import { ClockDifference } from './clock-difference.ts'

const TRUE_MS = Date.UTC(2026, 0, 15)
const DAY_MS = 86_400_000

function machine() {
  const logged: number[] = []
  const log = pino({}, { write: (line: string) => void logged.push(JSON.parse(line).level) })
  const at = { wallMs: TRUE_MS, steadyMs: 0, trueMs: TRUE_MS }
  const clock = new ClockDifference(log, { wallMs: () => at.wallMs, steadyMs: () => at.steadyMs })
  const answer = () => clock.asking()(new Date(at.trueMs).toUTCString())
  const sleep = (ms: number) => {
    at.wallMs += ms
    at.trueMs += ms
  }
  return { logged, at, clock, answer, sleep }
}

test('by a clock that is a month behind or ahead the true time is told all the same, and the log says so once', () => {
  const { logged, at, clock, answer } = machine()
  at.wallMs -= 30 * DAY_MS
  assert.deepEqual([clock.aheadMs, clock.isWrong, clock.nowMs()], [null, false, at.wallMs], 'nobody has told')
  answer()
  answer()
  assert.deepEqual([clock.aheadMs, clock.isWrong, clock.nowMs()], [-30 * DAY_MS, true, TRUE_MS])
  assert.deepEqual(logged, [50])
  at.wallMs += 60 * DAY_MS
  answer()
  assert.deepEqual([clock.aheadMs, clock.nowMs()], [30 * DAY_MS, TRUE_MS], 'counted once')
  at.wallMs = TRUE_MS + 2000
  answer()
  assert.deepEqual([clock.isWrong, clock.nowMs()], [false, TRUE_MS + 2000], 'two seconds are the way there')
  assert.deepEqual(logged, [50, 30])
  clock.asking()(undefined)
  clock.asking()('no date')
  assert.equal(clock.aheadMs, 2000, 'what does not tell changes nothing')
})

test('a machine that slept for hours is not told to have a wrong clock: not before the centre answers, not by an answer from before', () => {
  const { logged, clock, answer, sleep } = machine()
  answer()
  const onDate = clock.asking()
  sleep(DAY_MS / 4)
  assert.deepEqual([clock.aheadMs, clock.isWrong, clock.nowMs()], [null, false, TRUE_MS + DAY_MS / 4])
  onDate(new Date(TRUE_MS).toUTCString())
  assert.deepEqual([clock.aheadMs, clock.isWrong], [null, false])
  answer()
  assert.deepEqual([clock.aheadMs, clock.isWrong], [0, false])
  assert.deepEqual(logged, [])
})
