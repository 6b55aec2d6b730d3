/** How long a note may be: known before the first file is packed, and not when all of it is at the centre. */
import { LONGEST_NOTE } from '@epacs/exchange'
import type { RuleConfig } from '../config/schema.ts'
import { NodeError } from '../node-error.ts'
import { rulesForFiles } from './rules-for-files.ts'

/**
 * @param rules which of them note something is seen when the files are packed: all of them are counted
 * @throws NodeError: it is too long, and by how much
 */
export function refuseLongNote(note: string | undefined, rules: readonly RuleConfig[]): void {
  const ofRules = new Set(rulesForFiles(rules).flatMap((rule) => rule.note ?? []))
  const notes = [...(note === undefined ? [] : [note]), ...ofRules]
  // As JSON Schema counts: by Unicode characters.
  const characters = [...notes.join('\n')].length
  if (characters <= LONGEST_NOTE) return
  const withRules = ofRules.size === 0 ? '' : ', with what the rules may note'
  throw new NodeError(
    `Nothing was sent: the note has ${characters} characters${withRules}, and at most ${LONGEST_NOTE} are possible. Shorten it.`,
  )
}
