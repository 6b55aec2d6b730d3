import assert from 'node:assert/strict'
import { test } from 'node:test'
import { whatHasCome } from './what-has-come.ts'

const before = { unread: 2, openRequests: 1, urgentRequests: 0 }

test('an urgent request is told as such, other requests and messages as what they are', () => {
  assert.deepEqual(whatHasCome(before, before), [])
  assert.deepEqual(whatHasCome(before, { ...before, unread: 3 }), ['message'])
  assert.deepEqual(whatHasCome(before, { ...before, openRequests: 2 }), ['request'])
  assert.deepEqual(whatHasCome(before, { unread: 3, openRequests: 3, urgentRequests: 1 }), [
    'message',
    'urgentRequest',
  ])
})

test('what was read or answered is told of to nobody, and what came meanwhile is', () => {
  assert.deepEqual(whatHasCome(before, { unread: 0, openRequests: 0, urgentRequests: 0 }), [])
  // One was answered, and an urgent one has come.
  assert.deepEqual(whatHasCome(before, { ...before, urgentRequests: 1 }), ['urgentRequest'])
})
