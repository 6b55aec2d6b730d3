import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LONGEST_NOTE } from '@epacs/exchange'
import type { RuleConfig } from '../config/schema.ts'
import { NodeError } from '../node-error.ts'
import { refuseLongNote } from './note-length.ts'

const rule = (note: string): RuleConfig => ({ name: note, when: {}, note })

test('a note is as long as the centre takes, with what rules may add and line ends between', () => {
  refuseLongNote(undefined, [])
  refuseLongNote('á'.repeat(LONGEST_NOTE), [])
  refuseLongNote('🩻'.repeat(LONGEST_NOTE), [])
  refuseLongNote('a'.repeat(LONGEST_NOTE - 6), [rule('12345'), rule('12345')])
  const tooLong = (error: unknown) =>
    error instanceof NodeError && /10001 characters.*10000/.test(error.message)
  assert.throws(() => refuseLongNote('a'.repeat(LONGEST_NOTE + 1), []), tooLong)
  assert.throws(() => refuseLongNote('a'.repeat(LONGEST_NOTE - 5), [rule('12345')]), tooLong)
})
