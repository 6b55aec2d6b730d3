import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ChunkSeats } from './chunk-seats.ts'

test('no more chunks at once than allowed, of one institution and in all; each that ends, however, leaves its seat', async () => {
  const seats = new ChunkSeats({ inAll: 3, ofInstitution: 2 })
  const ends: PromiseWithResolvers<void>[] = []
  const begin = (institution: string) => {
    const end = Promise.withResolvers<void>()
    ends.push(end)
    return seats.during(institution, () => end.promise)
  }
  const full = { status: 503, code: 'too-many-at-once' }
  const first = begin('a')
  const second = begin('a')
  await assert.rejects(begin('a'), full)
  const third = begin('b')
  await assert.rejects(begin('c'), full)
  ends[0]?.reject(new Error('cut'))
  await assert.rejects(first, /cut/)
  const fourth = begin('c')
  for (const { resolve } of ends) resolve()
  await Promise.all([second, third, fourth])
  await seats.during('a', async () => {})
})
