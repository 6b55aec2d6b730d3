import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LONGEST_NOTE } from '@epacs/exchange'
import type { RuleConfig } from '../config/schema.ts'
import { NoteTooLong, refuseLongNote, refuseSurelyLongNote } from './note-length.ts'

const rule = (note: string, when: RuleConfig['when'] = {}): RuleConfig => ({ name: note, when, note })
const tooLong = (error: unknown) =>
  error instanceof NoteTooLong && /10001 characters.*10000/.test(error.message)

test('a note is as long as the centre takes, with what rules note and line ends between', () => {
  refuseLongNote(undefined, [])
  refuseLongNote('á'.repeat(LONGEST_NOTE), [])
  refuseLongNote('🩻'.repeat(LONGEST_NOTE), [])
  refuseLongNote('a'.repeat(LONGEST_NOTE - 6), ['12345'])
  assert.throws(() => refuseLongNote('a'.repeat(LONGEST_NOTE + 1), []), tooLong)
  assert.throws(() => refuseLongNote('a'.repeat(LONGEST_NOTE - 5), ['12345']), tooLong)
})

test('before the files are read, only rules count that hold whatever is in them, and each note once', () => {
  const refuse = (characters: number, ...rules: RuleConfig[]) =>
    refuseSurelyLongNote('a'.repeat(characters), rules, 'TRAUMA')
  refuse(LONGEST_NOTE - 6, rule('12345'), rule('12345'))
  assert.throws(() => refuse(LONGEST_NOTE - 5, rule('12345')), tooLong)
  assert.throws(() => refuse(LONGEST_NOTE - 5, rule('12345', { called: ['TRA*'] })), tooLong)
  refuse(LONGEST_NOTE, rule('12345', { called: ['BRNO'] }))
  refuse(LONGEST_NOTE, rule('12345', { modality: ['CT'] }))
  // Nobody calls where a person sends.
  refuse(LONGEST_NOTE, rule('12345', { calling: ['PACS'] }))
})
