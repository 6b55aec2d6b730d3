import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import { describeError } from './logger.ts'

test('of what the database refused, the log knows the place and not the value', () => {
  const error = new pg.DatabaseError(
    'duplicate key value: Key (name)=(Novák^Jan) already exists',
    10,
    'error',
  )
  Object.assign(error, { code: '23505', table: 'study', constraint: 'study_pkey', detail: 'Novák^Jan' })
  const described = describeError(new Error('not stored', { cause: error }))
  assert.doesNotMatch(JSON.stringify(described), /Novák/)
  assert.deepEqual(
    [described.message, described.cause?.code, described.cause?.message],
    ['not stored', '23505', 'table study, constraint study_pkey'],
  )
})

test('what is no error is told as such, and endless causes come to an end', () => {
  assert.deepEqual(describeError('Novák'), { type: 'string', message: 'not an error object' })
  const circular = new Error('round')
  circular.cause = circular
  assert.ok(JSON.stringify(describeError(circular)).length < 20_000)
})
