import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  canMoveDelivery,
  canMoveMessage,
  DELIVERY_MOVES,
  DELIVERY_STATUSES,
  fold,
  foldedWords,
  IN_MAILBOX,
  isId,
  MESSAGE_MOVES,
} from './index.ts'

function cycleFrom(
  moves: Readonly<Record<string, readonly string[]>>,
  status: string,
  seen: readonly string[],
): boolean {
  if (seen.includes(status)) return true
  return (moves[status] ?? []).some((next) => cycleFrom(moves, next, [...seen, status]))
}

test('statuses only move forward: no way leads back', () => {
  assert.equal(cycleFrom(MESSAGE_MOVES, 'uploading', []), false)
  assert.equal(cycleFrom(DELIVERY_MOVES, 'uploading', []), false)
})

test('every status of a delivery can be reached, and every end is reached from somewhere', () => {
  const reached = new Set<string>(['uploading', ...Object.values(DELIVERY_MOVES).flat()])
  assert.deepEqual(
    [...DELIVERY_STATUSES].filter((status) => !reached.has(status)),
    [],
  )
})

test('a message that was delivered can be deleted and nothing else', () => {
  assert.equal(canMoveMessage('delivered', 'deleted'), true)
  assert.equal(canMoveMessage('delivered', 'cancelled'), false)
  assert.equal(canMoveMessage('deleted', 'delivered'), false)
  assert.equal(canMoveDelivery('opened', 'delivered'), false)
})

test('what stands in a mailbox can always be deleted', () => {
  for (const status of IN_MAILBOX) {
    if (status !== 'deleted') assert.ok(canMoveDelivery(status, 'deleted'), status)
  }
})

test('a search without diacritics finds Czech, German and Polish names', () => {
  assert.equal(fold('Fakultní nemocnice Plzeň'), 'fakultni nemocnice plzen')
  assert.equal(fold('Přerov ŽĎÁR'), 'prerov zdar')
  assert.equal(fold('Łódź Straße Ærø'), 'lodz strasse aero')
})

test('folding twice is folding once', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => fold(fold(text)) === fold(text)))
})

test('words of a search', () => {
  assert.deepEqual(foldedWords('  Plzeň   FN '), ['plzen', 'fn'])
  assert.deepEqual(foldedWords('   '), [])
})

test('ids are recognised by form', () => {
  assert.ok(isId('0190163d-8694-739b-aea5-966c26f8ad91'))
  assert.ok(!isId('0190163D-8694-739B-AEA5-966C26F8AD91'))
  assert.ok(!isId("1' or '1'='1"))
})
