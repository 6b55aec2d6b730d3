import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { test } from 'node:test'
import { parseNodeConfig } from '../config/read-config.ts'
import type { NodeConfigFile } from '../config/schema.ts'
import { limitAt, Pace } from './pace.ts'

const entriesOf = (bandwidth: NodeConfigFile['bandwidth']) =>
  parseNodeConfig(JSON.stringify({ dicom: {}, bandwidth }), 'node.yaml').bandwidth

test('the first entry whose hours it is holds, on its days, past midnight too; outside of all there is no limit', () => {
  const entries = entriesOf([
    { hours: '22:00-05:00', days: ['fri'], uploadMbitPerSecond: 1 },
    { hours: '07:00-18:00', days: ['mon', 'fri'], uploadMbitPerSecond: 20, downloadMbitPerSecond: 50 },
    { hours: '17:00-24:00', uploadMbitPerSecond: 30 },
  ])
  // 27 November 2026 is a Friday.
  const limits = (day: number, hour: number, minute = 0) => {
    const at = new Date(2026, 10, day, hour, minute)
    return [limitAt(entries, 'upload', at), limitAt(entries, 'download', at)]
  }
  assert.deepEqual(limits(27, 6, 59), [undefined, undefined])
  assert.deepEqual(limits(27, 7), [20, 50])
  assert.deepEqual(limits(27, 17, 59), [20, 50])
  assert.deepEqual(limits(27, 18), [30, undefined])
  assert.deepEqual(limits(27, 23, 59), [1, undefined])
  assert.deepEqual(limits(28, 4, 59), [1, undefined])
  assert.deepEqual(limits(28, 5), [undefined, undefined])
  assert.deepEqual(limits(28, 23), [30, undefined])
  assert.deepEqual(limits(27, 4), [undefined, undefined])
})

/** @returns seconds that the bytes took */
async function through(pace: Pace, bytes: number, signal?: AbortSignal): Promise<number> {
  const began = performance.now()
  let arrived = 0
  const source = Readable.from(
    (function* () {
      for (let at = 0; at < bytes; at += 65_536) yield Buffer.alloc(Math.min(65_536, bytes - at))
    })(),
  )
  const sink = async (pieces: AsyncIterable<Buffer>) => {
    for await (const piece of pieces) arrived += piece.length
  }
  await pipeline(source, pace.through(), sink, signal === undefined ? {} : { signal })
  assert.equal(arrived, bytes)
  return (performance.now() - began) / 1000
}

test('transfers of one direction share its limit, whole and in order', async () => {
  const pace = new Pace(() => 8)
  const began = performance.now()
  await Promise.all([through(pace, 400_000), through(pace, 400_000)])
  // 0.8 MB at 1 MB/s, a little ahead at the end.
  assert.ok(performance.now() - began > 600)
})

test('a limit that is lifted holds no longer, and what is cut ends at once', async () => {
  let limit: number | undefined = 1
  const pace = new Pace(() => limit)
  const lifted = through(pace, 10_000_000)
  setTimeout(() => {
    limit = undefined
  }, 300)
  assert.ok((await lifted) < 60)
  limit = 1
  await assert.rejects(through(pace, 10_000_000, AbortSignal.timeout(300)), /abort/i)
})
