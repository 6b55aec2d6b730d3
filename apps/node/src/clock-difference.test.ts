import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pino } from 'pino'
import { ClockDifference } from './clock-difference.ts'

const TRUE_MS = Date.UTC(2026, 0, 15)
const DAY_MS = 86_400_000
const CENTRE_SAYS = new Date(TRUE_MS).toUTCString()

test('by a clock that is a month behind or ahead the true time is told all the same, and the log says so once', (t) => {
  const logged: number[] = []
  const log = pino({}, { write: (line: string) => void logged.push(JSON.parse(line).level) })
  t.mock.timers.enable({ apis: ['Date'], now: TRUE_MS - 30 * DAY_MS })
  const clock = new ClockDifference(log)
  assert.deepEqual(
    [clock.aheadMs, clock.isWrong, clock.nowMs()],
    [null, false, Date.now()],
    'nobody has told',
  )
  clock.heard(CENTRE_SAYS)
  clock.heard(CENTRE_SAYS)
  assert.deepEqual([clock.aheadMs, clock.isWrong, clock.nowMs()], [-30 * DAY_MS, true, TRUE_MS])
  assert.deepEqual(logged, [50])
  // Set before the centre is asked again, and too far.
  t.mock.timers.setTime(TRUE_MS + 30 * DAY_MS)
  clock.set(60 * DAY_MS)
  assert.deepEqual([clock.aheadMs, clock.nowMs()], [30 * DAY_MS, TRUE_MS])
  t.mock.timers.setTime(TRUE_MS + 2000)
  clock.set(2000 - 30 * DAY_MS)
  assert.deepEqual([clock.isWrong, clock.nowMs()], [false, TRUE_MS + 2000], 'two seconds are the way there')
  assert.deepEqual(logged, [50, 30])
  clock.heard(undefined)
  clock.heard('no date')
  assert.equal(clock.aheadMs, 2000, 'what does not tell changes nothing')
})
