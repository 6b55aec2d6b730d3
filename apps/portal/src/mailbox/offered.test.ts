import assert from 'node:assert/strict'
import { test } from 'node:test'
import { offeredParties, offeredStatuses } from './offered.ts'

const statuses = [{ status: 'delivered' as const, messages: 3 }]
const deliveries = [{ status: 'opened' as const, messages: 2 }]
const institutions = [{ id: 'a', name: 'Nemocnice A', messages: 3 }]

test('the filter of statuses has something to offer when a process of the version before answers', () => {
  assert.deepEqual(offeredStatuses('sent', { institutions, statuses, deliveries }, undefined), deliveries)
  assert.deepEqual(offeredStatuses('sent', { institutions, statuses }, undefined), statuses)
  assert.deepEqual(offeredStatuses('inbox', { institutions, statuses, deliveries }, 'delivered'), statuses)
})

test('the chosen status stands in its filter when it is in no message, and before any are counted', () => {
  const counted = { institutions, statuses, deliveries }
  assert.deepEqual(offeredStatuses('inbox', counted, 'stored'), [
    ...statuses,
    { status: 'stored', messages: 0 },
  ])
  assert.deepEqual(offeredStatuses('inbox', undefined, 'stored'), [{ status: 'stored', messages: undefined }])
  assert.deepEqual(offeredStatuses('inbox', undefined, undefined), [])
})

test('the chosen institution stands in its filter, before any are counted by the name on the screen', () => {
  const other = { id: 'b', name: 'Ordinace B' }
  const message = { sender: other, recipients: [{ id: 'c', name: 'Poliklinika C' }] }
  assert.deepEqual(offeredParties(undefined, 'b', [message]), [{ ...other, messages: undefined }])
  assert.deepEqual(offeredParties(undefined, 'c', [message])[0]?.name, 'Poliklinika C')
  assert.deepEqual(offeredParties(undefined, 'd', [message]), [
    { id: 'd', name: undefined, messages: undefined },
  ])
  assert.deepEqual(offeredParties({ institutions, statuses }, 'a', []), institutions)
  assert.deepEqual(offeredParties({ institutions, statuses }, 'b', [message]), [
    ...institutions,
    { ...other, messages: 0 },
  ])
})
