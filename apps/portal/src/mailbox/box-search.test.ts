import assert from 'node:assert/strict'
import { test } from 'node:test'
import { countedStatuses } from './box-search.ts'

test('the filter of statuses has something to offer when a process of the version before answers', () => {
  const statuses = [{ status: 'delivered' as const, messages: 3 }]
  const deliveries = [{ status: 'opened' as const, messages: 2 }]
  assert.deepEqual(countedStatuses('sent', { statuses, deliveries }), deliveries)
  assert.deepEqual(countedStatuses('sent', { statuses }), statuses)
  assert.deepEqual(countedStatuses('inbox', { statuses, deliveries }), statuses)
})
