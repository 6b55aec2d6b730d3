import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate as soon } from 'node:timers/promises'
import { TURN_LIMITS, UploadTurns } from './upload-turns.ts'

const LONG_MS = 60_000

function begun(turns: UploadTurns) {
  const names: string[] = []
  const ends: PromiseWithResolvers<void>[] = []
  return {
    names,
    ends,
    begin(institution: string, name: string) {
      const end = Promise.withResolvers<void>()
      ends.push(end)
      return turns.during(institution, () => {
        names.push(name)
        return end.promise
      })
    },
  }
}

test('of one institution some begin and the others wait in order, and nobody of another one waits for them', async () => {
  const { names, ends, begin } = begun(new UploadTurns({ atOnce: 2, longestMs: LONG_MS, waiting: 10 }))
  const all = [begin('a', 'a1'), begin('a', 'a2'), begin('a', 'a3'), begin('a', 'a4'), begin('b', 'b1')]
  await soon()
  assert.deepEqual(names, ['a1', 'a2', 'b1'])
  ends[0]?.reject(new Error('cut'))
  await assert.rejects(all[0] ?? Promise.resolve(), /cut/)
  // One that comes while the next is called does not get before it.
  all.push(begin('a', 'a5'))
  await soon()
  assert.deepEqual(names, ['a1', 'a2', 'b1', 'a3'])
  for (const { resolve } of ends) resolve()
  await Promise.all(all.slice(1))
  assert.deepEqual(names, ['a1', 'a2', 'b1', 'a3', 'a4', 'a5'])
})

test('a program with eight connections waits for the disk with all of them, and for no turn', async () => {
  const { names, ends, begin } = begun(new UploadTurns({ ...TURN_LIMITS, longestMs: LONG_MS }))
  const all = Array.from({ length: 8 }, (_, each) => begin('a', `${each}`))
  await soon()
  assert.equal(names.length, all.length)
  for (const { resolve } of ends) resolve()
  await Promise.all(all)
})

test('a body that comes slowly keeps the next from beginning for a moment alone', async () => {
  const { names, ends, begin } = begun(new UploadTurns({ atOnce: 1, longestMs: 5, waiting: 10 }))
  const slow = begin('a', 'slow')
  const [, next] = [ends[0], begin('a', 'next')]
  ends[1]?.resolve()
  await next
  assert.deepEqual(names, ['slow', 'next'])
  ends[0]?.resolve()
  await slow
})

test('more than may wait are refused, and told to come again', async () => {
  const { ends, begin } = begun(new UploadTurns({ atOnce: 1, longestMs: LONG_MS, waiting: 1 }))
  const [first, second] = [begin('a', 'first'), begin('a', 'second')]
  await assert.rejects(begin('a', 'third'), { status: 503, code: 'too-many-at-once' })
  for (const { resolve } of ends) resolve()
  await Promise.all([first, second])
})
