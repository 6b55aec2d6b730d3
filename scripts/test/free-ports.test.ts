import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { test } from 'node:test'
import { firstOfFreePorts } from './free-ports.ts'

test('a port that somebody listens at moves the whole block on', async () => {
  const first = await firstOfFreePorts(5, 20_000)
  const neighbour = createServer().listen(first + 2, '127.0.0.1')
  await once(neighbour, 'listening')
  const second = await firstOfFreePorts(5, first)
  assert.ok(second >= first + 5, `${second} after ${first}`)
  neighbour.close()
})
