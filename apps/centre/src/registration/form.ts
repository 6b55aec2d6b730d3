/** The form of a request to join, checked field by field: each fault with a JSON pointer (RFC 6901) and a code. */
import { ELIGIBILITIES, INSTITUTION_KINDS, icoDigits, isIco, LANGUAGES, WAYS_IN } from '@epacs/exchange'
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

/** Members of the European Union, ISO 3166-1, but Czechia. */
const UNION = 'AT BE BG CY DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' ')

const code = (word: FieldCode) => ({ error: word })

/** One line. The mails that it gets into must not carry a stranger's address to somebody else. */
const line = (longest: number) =>
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

const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' ? null : value), schema.nullable().default(null))

const word = <const T extends readonly string[]>(words: T) =>
  z.enum(words, { error: (issue) => (issue.input === undefined ? 'required' : 'unknown-word') })

const institution = z.strictObject({
  name: line(200),
  kind: word(INSTITUTION_KINDS),
  eligibility: word(ELIGIBILITIES),
  ico: optional(
    z
      .string(code('invalid'))
      .transform((text) => icoDigits(text) ?? '')
      .refine(isIco, code('invalid-ico')),
  ),
  icz: optional(
    z
      .string(code('invalid'))
      .transform((text) => text.replace(/\s/g, ''))
      .pipe(z.string().regex(/^[0-9]{8}$/, code('invalid-icz'))),
  ),
  country: z
    .string(code('invalid'))
    .regex(/^[A-Z]{2}$/, code('invalid-country'))
    .default('CZ'),
  registerNumber: optional(line(50)),
  street: line(200),
  city: line(100),
  postalCode: line(20),
})

const representative = z.strictObject({
  name: line(200),
  email: z
    .string({ error: 'required' })
    .transform((text) => text.trim())
    .pipe(
      z
        .string()
        .min(1, code('required'))
        .max(254, code('too-long'))
        .pipe(z.email(code('invalid-email'))),
    ),
  phone: z
    .string({ error: 'required' })
    .transform((text) => text.replace(/[\s()-]/g, ''))
    .pipe(
      z
        .string()
        .min(1, code('required'))
        .regex(/^\+?[0-9]{6,15}$/, code('invalid-phone')),
    ),
  function: line(100),
})

export const formSchema = z
  .strictObject({
    language: word(LANGUAGES),
    institution,
    representative,
    wayIn: word(WAYS_IN),
    nodeSupplier: optional(line(200)),
    note: optional(
      z
        .string(code('invalid'))
        .transform((text) => text.normalize('NFC').replaceAll('\0', '').trim())
        .pipe(z.string().max(2000, code('too-long'))),
    ),
    conditions: z.strictObject({
      version: z.int({ error: 'required' }),
      agreed: z.literal(true, code('not-agreed')),
    }),
    useIdentity: z.boolean(code('invalid')).default(false),
    onBehalf: z.boolean(code('invalid')).default(false),
  })
  .check(({ value: { institution: given, wayIn, nodeSupplier }, issues }) => {
    const fault = (path: string[], message: FieldCode, input: unknown) =>
      issues.push({ code: 'custom', message, path, input })
    const { eligibility, country, ico, registerNumber } = given
    if (eligibility === 'czech-provider' && country !== 'CZ')
      fault(['institution', 'country'], 'not-czech', country)
    if (eligibility === 'eu-provider' && !UNION.includes(country)) {
      fault(['institution', 'country'], 'not-in-union', country)
    }
    if (country === 'CZ' && ico === null) fault(['institution', 'ico'], 'required', ico)
    if (country !== 'CZ' && registerNumber === null) {
      fault(['institution', 'registerNumber'], 'required', registerNumber)
    }
    if (wayIn === 'node' && nodeSupplier === null) fault(['nodeSupplier'], 'required', nodeSupplier)
  })

export type RegistrationForm = z.output<typeof formSchema>

export type CheckedForm =
  | { readonly ok: true; readonly form: RegistrationForm }
  | { readonly ok: false; readonly faults: readonly FieldFault[] }

/** `conditionsVersion`: the one in force. */
export function checkForm(body: unknown, conditionsVersion: number): CheckedForm {
  const result = formSchema.safeParse(body)
  if (!result.success) return { ok: false, faults: result.error.issues.flatMap(faultsOf) }
  if (result.data.conditions.version !== conditionsVersion) {
    return { ok: false, faults: [{ pointer: '/conditions/version', code: 'outdated-conditions' }] }
  }
  return { ok: true, form: result.data }
}

function faultsOf(issue: z.core.$ZodIssue): FieldFault[] {
  const pointer = (path: readonly PropertyKey[]) =>
    path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ pointer: pointer([...issue.path, key]), code: 'unknown-field' }))
  }
  const known = FIELD_CODES.find((each) => each === issue.message)
  const isMissing = issue.code === 'invalid_type' && issue.input === undefined
  return [{ pointer: pointer(issue.path), code: known ?? (isMissing ? 'required' : 'invalid') }]
}
