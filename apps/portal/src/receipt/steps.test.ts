import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { MessageEvent } from '../api/types.ts'
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

test('each step of one recipient stands there once, at its first time, in the order of the way', () => {
  const steps = stepsOf(
    [
      event('created', '1', null),
      event('delivered', '2', theirs),
      event('delivered', '3', ours),
      event('downloaded', '4', ours),
      event('opened', '5', ours),
      event('downloaded', '6', ours),
    ],
    'ours',
  )
  assert.deepEqual(
    steps.map(({ what, at }) => `${what} ${at}`),
    ['delivered 3', 'opened 5', 'downloaded 4'],
  )
})
