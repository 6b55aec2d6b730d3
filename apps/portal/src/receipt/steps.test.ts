import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Delivery, MessageEvent } from '../api/types.ts'
import { stepsOf } from './steps.ts'

const [ours, theirs] = [
  { id: 'ours', name: 'Ours' },
  { id: 'theirs', name: 'Theirs' },
]
const event = (what: string, at: string, institution: MessageEvent['institution']): MessageEvent => ({
  what,
  at,
  institution,
  actor: 'centre',
})
const delivery = (institution: Delivery['institution']): Delivery => ({
  institution,
  status: 'delivered',
  at: '2',
})

test('each step of one recipient stands there once, at its first time, in the order of the way', () => {
  const events = [
    event('created', '1', null),
    event('delivered', '2', theirs),
    event('delivered', '3', ours),
    event('downloaded', '4', ours),
    event('opened', '5', ours),
    event('downloaded', '6', ours),
  ]
  const steps = stepsOf({ events, deliveries: [delivery(ours), delivery(theirs)] }, 'ours')
  assert.deepEqual(
    steps?.map(({ what, at }) => `${what} ${at}`),
    ['delivered 3', 'opened 5', 'downloaded 4'],
  )
})

test('a recipient reads nothing of how far it came at others, a sender that it has not arrived', () => {
  const events = [event('delivered', '3', ours)]
  assert.equal(stepsOf({ events, deliveries: [delivery(ours)] }, 'theirs'), undefined)
  assert.deepEqual(stepsOf({ events, deliveries: [delivery(ours), delivery(theirs)] }, 'theirs'), [])
})
