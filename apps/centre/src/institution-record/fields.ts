/** Fields of forms, and what can be wrong with one: a JSON pointer (RFC 6901) and a code for each. */
import { z } from 'zod'

export const FIELD_CODES = [
  'required',
  'too-long',
  'invalid',
  'unknown-word',
  'unknown-field',
  'no-web-addresses',
  'invalid-email',
  'invalid-phone',
  'invalid-ico',
  'invalid-icz',
  'invalid-icp',
  'invalid-register-number',
  'invalid-vat-id',
  'invalid-euid',
  'invalid-postal-code',
  'unknown-register',
  'invalid-country',
  'not-czech',
  'not-in-union',
  'not-agreed',
  'outdated-conditions',
] as const
export type FieldCode = (typeof FIELD_CODES)[number]

export interface FieldFault {
  /** Into the body, e.g. `/institution/ico`. */
  readonly pointer: string
  readonly code: FieldCode
}

export const code = (word: FieldCode) => ({ error: word })

/** One line. The mails that it gets into must not carry a stranger's address to somebody else. */
export const line = (longest: number) =>
  z
    .string({
      error: (issue) => (issue.input === undefined || issue.input === null ? 'required' : 'invalid'),
    })
    .transform((text) =>
      text
        .normalize('NFC')
        .replace(/[\p{C}\s]+/gu, ' ')
        .trim(),
    )
    .pipe(
      z
        .string()
        .min(1, code('required'))
        .max(longest, code('too-long'))
        .refine((text) => !/:\/\/|\bwww\./i.test(text), code('no-web-addresses')),
    )

export const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' ? null : value), schema.nullable().default(null))

export const word = <const T extends readonly string[]>(words: T) =>
  z.enum(words, { error: (issue) => (issue.input === undefined ? 'required' : 'unknown-word') })

export function faultsOf(issue: z.core.$ZodIssue): FieldFault[] {
  const pointer = (path: readonly PropertyKey[]) =>
    path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ pointer: pointer([...issue.path, key]), code: 'unknown-field' }))
  }
  const known = FIELD_CODES.find((each) => each === issue.message)
  const isMissing = issue.code === 'invalid_type' && issue.input === undefined
  return [{ pointer: pointer(issue.path), code: known ?? (isMissing ? 'required' : 'invalid') }]
}
