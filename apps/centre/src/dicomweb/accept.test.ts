import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FastifyRequest } from 'fastify'
import { acceptedBy } from './accept.ts'

const accepted = (accept: string) => acceptedBy({ headers: { accept }, query: {} } as FastifyRequest)

test('ranges with their parameters, quoted or not, the best first', () => {
  const [first, second] = accepted('image/png;q=0.5, multipart/related; type="image/jpeg;x,y" ;q=0.9')
  assert.equal(first?.type, 'multipart/related')
  assert.equal(first?.parameters.get('type'), 'image/jpeg;x,y')
  assert.deepEqual([second?.type, second?.quality], ['image/png', 0.5])
  assert.equal(accepted('')[0]?.type, '*/*')
  assert.equal(accepted(' ; =, ')[0]?.type, '*/*')
})

test('no header keeps the centre busy', () => {
  const before = process.cpuUsage()
  accepted(`a/b${';a= '.repeat(490)}"`)
  const { user } = process.cpuUsage(before)
  assert.ok(user < 1e6, `${user} µs`)
})
