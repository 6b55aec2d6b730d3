/** What is wrong with a wording, so that no mail leaves without what it is written for. */
import { type Placeholders, paragraphsOf, placeholdersIn, type Wording } from './wording.ts'

export const WORDING_FAULTS = [
  'empty',
  'line-break',
  'control-character',
  'unknown-placeholder',
  'lone-brace',
  'not-in-subject',
  'missing-placeholder',
  'may-vanish',
] as const

export interface WordingFault {
  readonly field: 'subject' | 'text'
  readonly code: (typeof WORDING_FAULTS)[number]
  /** The placeholder that it is about. */
  readonly placeholder: string | null
}

export const MOST_SUBJECT = 200
export const MOST_TEXT = 10_000

/** None: it can be sent. Placeholders outside `placeholders` are unknown. */
export function faultsOf(wording: Wording, placeholders: Placeholders): readonly WordingFault[] {
  return [
    ...ofBoth('subject', wording.subject, placeholders),
    ...ofSubject(wording.subject, placeholders),
    ...ofBoth('text', wording.text, placeholders),
    ...ofText(wording.text, placeholders),
  ]
}

function* ofBoth(
  field: WordingFault['field'],
  words: string,
  placeholders: Placeholders,
): Generator<WordingFault> {
  if (words.trim() === '') yield { field, code: 'empty', placeholder: null }
  // Invisible ones too, which turn the direction of what follows them.
  if (/[^\P{C}\n\r]/u.test(words)) yield { field, code: 'control-character', placeholder: null }
  for (const placeholder of new Set(placeholdersIn(words))) {
    if (!Object.hasOwn(placeholders, placeholder)) yield { field, code: 'unknown-placeholder', placeholder }
  }
  if (/[{}]/.test(words.replaceAll(/\{[^{}\n]*\}/g, ''))) {
    yield { field, code: 'lone-brace', placeholder: null }
  }
}

function* ofSubject(subject: string, placeholders: Placeholders): Generator<WordingFault> {
  const field = 'subject'
  // It would begin another header (RFC 5322, 2.2).
  if (/[\r\n\u2028\u2029]/.test(subject)) yield { field, code: 'line-break', placeholder: null }
  // Subjects stand in logs of mail servers and on locked telephones: no secret of a link or code, no person's words.
  for (const name of new Set(placeholdersIn(subject))) {
    const placeholder = Object.hasOwn(placeholders, name) ? placeholders[name] : undefined
    if (placeholder !== undefined && (placeholder.kind !== 'line' || placeholder.mayBeEmpty)) {
      yield { field, code: 'not-in-subject', placeholder: name }
    }
  }
}

function* ofText(text: string, placeholders: Placeholders): Generator<WordingFault> {
  const field = 'text'
  const paragraphs = paragraphsOf(text).map(placeholdersIn)
  for (const [placeholder, { isObligatory }] of Object.entries(placeholders)) {
    if (!isObligatory) continue
    const holding = paragraphs.filter((names) => names.includes(placeholder))
    const staysWith = (name: string) => name === placeholder || placeholders[name]?.mayBeEmpty !== true
    if (holding.length === 0) yield { field, code: 'missing-placeholder', placeholder }
    else if (!holding.some((names) => names.every(staysWith))) {
      yield { field, code: 'may-vanish', placeholder }
    }
  }
}
