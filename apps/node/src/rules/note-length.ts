/** How long a note may be: what is known to be too long is refused before the first file is packed, the rest before anything travels. */
import { LONGEST_NOTE } from '@epacs/exchange'
import { matchesPattern } from '@epacs/intake/passport'
import type { RuleConfig } from '../config/schema.ts'
import { NodeError } from '../node-error.ts'
import { rulesForFiles } from './rules-for-files.ts'

/** Nothing has travelled, and the same command would not go on. */
export class NoteTooLong extends NodeError {}

/**
 * Before the files are read: of rules only those count whose condition holds for whatever is in them.
 *
 * @param called AE title of the recipient
 * @throws NoteTooLong
 */
export function refuseSurelyLongNote(
  note: string | undefined,
  rules: readonly RuleConfig[],
  called: string,
): void {
  const surely = rulesForFiles(rules).filter(({ when }) => {
    const { called: patterns, ...ofImages } = when
    const isForAllImages = Object.values(ofImages).every((each) => each === undefined)
    return isForAllImages && (patterns?.some((each) => matchesPattern(each, called)) ?? true)
  })
  refuseLongNote(note, [...new Set(surely.flatMap((rule) => rule.note ?? []))])
}

/** @param ofRules what the rules note that hold for these images @throws NoteTooLong: by how much */
export function refuseLongNote(note: string | undefined, ofRules: readonly string[]): void {
  const notes = [...(note === undefined ? [] : [note]), ...ofRules]
  // As JSON Schema counts: by Unicode characters.
  const characters = [...notes.join('\n')].length
  if (characters <= LONGEST_NOTE) return
  const withRules = ofRules.length === 0 ? '' : ', with what the rules note'
  throw new NoteTooLong(
    `Nothing was sent: the note has ${characters} characters${withRules}, and at most ${LONGEST_NOTE} are possible. Shorten it.`,
  )
}
