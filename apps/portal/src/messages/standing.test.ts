import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DeliveryStatus } from '../api/types.ts'
import { sentStatesOf } from './standing.ts'

const at = (...statuses: readonly DeliveryStatus[]) => statuses.map((status) => ({ status }))

test('a sent message stands as at its recipients, the furthest first, in browsers that cannot group too', (t) => {
  t.mock.method(Map, 'groupBy', () => {
    throw new TypeError('Map.groupBy is not a function')
  })
  const deliveries = at('delivered', 'opened', 'delivered')
  assert.deepEqual(sentStatesOf({ status: 'delivered', deliveries }), [
    { status: 'opened', recipients: 1 },
    { status: 'delivered', recipients: 2 },
  ])
  assert.deepEqual(sentStatesOf({ status: 'checking', deliveries: at('checking', 'checking') }), [
    { status: 'checking', recipients: 2 },
  ])
})
