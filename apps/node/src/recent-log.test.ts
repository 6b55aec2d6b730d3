import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pino } from 'pino'
import { RecentLog } from './recent-log.ts'

test('the newest lines come first, from a level on, with an error told by its message', () => {
  const recent = new RecentLog()
  const log = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, recent)
  log.info({ dicomPorts: [11112] }, 'ready')
  log.warn({ err: new Error('no room'), outgoing: 'a' }, 'tried again later')
  const [warning, ready] = recent.lines(30)
  assert.equal(ready?.text, 'ready; dicomPorts [11112]')
  assert.equal(warning?.text, 'tried again later; err no room; outgoing a')
  assert.ok(Math.abs(Date.parse(warning?.at ?? '') - Date.now()) < 60_000)
  assert.deepEqual(recent.lines(40), [warning])
})

test('so many lines are kept, whatever comes', () => {
  const recent = new RecentLog()
  const log = pino({ base: null }, recent)
  for (let number = 1; number <= 700; number++) log.info(`line ${number}`)
  const lines = recent.lines(30)
  assert.equal(lines.length, 500)
  assert.deepEqual([lines[0]?.text, lines.at(-1)?.text], ['line 700', 'line 201'])
})
