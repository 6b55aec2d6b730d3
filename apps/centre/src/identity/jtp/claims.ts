/** What JTP says of a person, under the names that the configuration gives its claims. */
import { krzpDigits } from '@epacs/exchange'

export type ClaimNames = Readonly<
  Record<'subject' | 'name' | 'email' | 'institution' | 'roles', string> & {
    /** Null: JTP does not say it. */
    readonly krzp: string | null
  }
>
export type Claims = Readonly<Record<string, unknown>>

export interface JtpPerson {
  readonly issuer: string
  /** Lasting identifier at the issuer. */
  readonly subject: string
  readonly name: string | null
  readonly email: string | null
  /** IČO, or IČZ where that is what JTP says, of the institutions that the person works for: eight digits each. */
  readonly employers: readonly string[]
  readonly roles: readonly string[]
  /** Number in the national register of health care workers; null: none is said, or what is said is none. */
  readonly krzp: string | null
  /** Of the session at JTP; null: it tells none. */
  readonly sid: string | null
}

const LONGEST_NAME = 200
const LONGEST_SUBJECT = 255
const MOST_INSTITUTIONS = 100

/**
 * What of the claims is wanting, so that the UserInfo endpoint is asked. `optional`: nobody's sign-in hangs on it (people
 * without a KRZP number have no such claim), so an endpoint that fails is no reason to refuse them.
 */
export function wantingOf(claims: Claims, names: ClaimNames): 'nothing' | 'optional' | 'needed' {
  const { krzp, ...needed } = names
  if (Object.values(needed).some((name) => claims[name] === undefined)) return 'needed'
  return krzp !== null && claims[krzp] === undefined ? 'optional' : 'nothing'
}

/** Undefined: they name nobody. */
export function personOf(claims: Claims, names: ClaimNames, issuer: string): JtpPerson | undefined {
  const subject = textOf(claims[names.subject])
  if (subject === undefined || subject.length > LONGEST_SUBJECT) return undefined
  const email = textOf(claims[names.email])
  return {
    issuer,
    subject,
    name: textOf(claims[names.name])?.slice(0, LONGEST_NAME) ?? null,
    email: email !== undefined && /^[^\s@]+@[^\s@]+$/.test(email) ? email : null,
    employers: numbersOf(claims[names.institution]),
    roles: wordsOf(claims[names.roles]),
    krzp: names.krzp === null ? null : krzpDigits(textOf(claims[names.krzp]) ?? ''),
    sid: textOf(claims.sid) ?? null,
  }
}

/** On one line, without what a display would not show. */
function textOf(value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined
  const text = String(value)
    .normalize('NFC')
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim()
  return text === '' ? undefined : text
}

/** Registers drop leading zeros when they take it for a number. */
function numbersOf(value: unknown): readonly string[] {
  const numbers = wordsOf(value)
    .map((word) => word.replaceAll(' ', ''))
    .filter((digits) => /^\d{1,8}$/.test(digits))
    .map((digits) => digits.padStart(8, '0'))
  return [...new Set(numbers)].slice(0, MOST_INSTITUTIONS)
}

function wordsOf(value: unknown): readonly string[] {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value]
  return values.map(textOf).filter((word) => word !== undefined)
}
