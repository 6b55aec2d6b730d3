/** What JTP says of a person, under the names that the configuration gives its claims. */
import type { Config } from '../../config/index.ts'

type ClaimNames = NonNullable<Config['jtp']>['claims']
export type Claims = Readonly<Record<string, unknown>>

export interface JtpPerson {
  readonly issuer: string
  /** Lasting identifier at the issuer. */
  readonly subject: string
  readonly name: string | null
  readonly email: string | null
  /** Of the institution that the person works for, eight digits. */
  readonly ico: string | null
  readonly roles: readonly string[]
  /** Of the session at JTP; null: it tells none. */
  readonly sid: string | null
}

const LONGEST_NAME = 200
const LONGEST_SUBJECT = 255

/** Whether any of the claims is wanting, so that the UserInfo endpoint has to be asked. */
export function areIncomplete(claims: Claims, names: ClaimNames): boolean {
  return Object.values(names).some((name) => claims[name] === undefined)
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
    ico: icoOf(claims[names.institution]),
    roles: rolesOf(claims[names.roles]),
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
function icoOf(value: unknown): string | null {
  const digits = textOf(value)?.replaceAll(' ', '')
  return digits !== undefined && /^\d{1,8}$/.test(digits) ? digits.padStart(8, '0') : null
}

function rolesOf(value: unknown): readonly string[] {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value]
  return values.map(textOf).filter((role) => role !== undefined)
}
