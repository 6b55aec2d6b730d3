/**
 * Who an institution is: its numbers and its address, checked as its country has them. The schema alone reads what was
 * kept, also by earlier centres; what is new is checked by country, too.
 */
import {
  AREA,
  ELIGIBILITIES,
  euid,
  INSTITUTION_KINDS,
  icoDigits,
  isIco,
  postalCode,
  registerNumber,
  registersOf,
  vatId,
} from '@epacs/exchange'
import { z } from 'zod'
import { code, type FieldCode, type FieldFault, faultsOf, line, optional, word } from './fields.ts'

const eightDigits = (wrong: FieldCode) =>
  optional(
    z
      .string(code('invalid'))
      .transform((text) => text.replace(/\s/g, ''))
      .pipe(z.string().regex(/^[0-9]{8}$/, code(wrong))),
  )

export const recordSchema = z.strictObject({
  name: line(200),
  kind: word(INSTITUTION_KINDS),
  eligibility: word(ELIGIBILITIES),
  ico: optional(
    z
      .string(code('invalid'))
      .transform((text) => icoDigits(text) ?? '')
      .refine(isIco, code('invalid-ico')),
  ),
  icz: eightDigits('invalid-icz'),
  icp: eightDigits('invalid-icp'),
  country: z
    .string(code('invalid'))
    .regex(/^[A-Z]{2}$/, code('invalid-country'))
    .default('CZ'),
  register: optional(line(20)),
  registerNumber: optional(line(80)),
  vatId: optional(line(20)),
  euid: optional(line(80)),
  street: line(200),
  city: line(100),
  postalCode: line(20),
})

export type InstitutionRecord = z.output<typeof recordSchema>

type Field = keyof InstitutionRecord

export type CheckedRecord =
  | { readonly ok: true; readonly record: InstitutionRecord }
  | { readonly ok: false; readonly faults: readonly FieldFault[] }

/** What an institution of before may lack: it does not stand in the way of other corrections. */
type Known = Omit<InstitutionRecord, 'name' | 'kind' | 'eligibility' | 'city'>
const MAY_BE_EMPTY = ['street', 'postalCode'] as const
const FILLED = '-'
/** In place of what cannot be read, while the rest is judged. */
const PLACEHOLDERS: { readonly [Name in Field]: unknown } = {
  ...{ name: FILLED, kind: 'hospital', eligibility: 'czech-provider', country: 'CZ' },
  ...{ ico: null, icz: null, icp: null, register: null, registerNumber: null, vatId: null, euid: null },
  ...{ street: FILLED, city: FILLED, postalCode: FILLED },
}
/** Bootstrap files were never asked for their check digits: those that stand there may go on. */
const NUMBERS = ['ico', 'icz', 'icp'] as const

/**
 * From a request, pointers into the body.
 *
 * @param before what stands there: of that, what is empty or has no right check digit may stay so
 */
export function checkRecord(body: Readonly<Record<string, unknown>>, before: Known): CheckedRecord {
  const empty = MAY_BE_EMPTY.filter((field) => before[field] === '' && body[field] === '')
  const emptyAs = <T>(value: T) => Object.fromEntries(empty.map((field) => [field, value]))
  const kept = NUMBERS.filter((field) => before[field] !== null && body[field] === before[field])
  const keptAs = (value: (field: (typeof NUMBERS)[number]) => string | null) =>
    Object.fromEntries(kept.map((field) => [field, value(field)]))
  const judged: Readonly<Record<string, unknown>> = {
    ...{ ...body, ...emptyAs(FILLED) },
    ...keptAs(() => null),
  }
  const asItStays = (record: InstitutionRecord): InstitutionRecord => ({
    ...{ ...record, ...emptyAs('') },
    ...keptAs((field) => before[field]),
  })
  const result = recordSchema.safeParse(judged)
  if (result.success) return byCountry(asItStays(result.data), before)
  const faults = result.error.issues.flatMap(faultsOf)
  const isFaulty = ({ pointer }: Pick<FieldFault, 'pointer'>) =>
    faults.some((each) => each.pointer === pointer)
  const readable = readableOf(judged, (field) => isFaulty({ pointer: `/${field}` }))
  // What does not go together is told at once as well, not when what cannot be read is mended.
  const checked = readable === undefined ? undefined : byCountry(asItStays(readable), before)
  const others = checked?.ok === false ? checked.faults.filter((fault) => !isFaulty(fault)) : []
  return { ok: false, faults: [...faults, ...others] }
}

/** With something harmless in place of what cannot be read; undefined: the rest cannot be judged without that. */
function readableOf(
  body: Readonly<Record<string, unknown>>,
  isFaulty: (field: string) => boolean,
): InstitutionRecord | undefined {
  if (isFaulty('country') || isFaulty('eligibility')) return undefined
  const readable = Object.entries(PLACEHOLDERS).map(([field, placeholder]) => [
    field,
    isFaulty(field) ? placeholder : body[field],
  ])
  return recordSchema.safeParse(Object.fromEntries(readable)).data
}

/** What is asked for in a country, and how it is written there. */
export function byCountry(given: InstitutionRecord, before?: Known): CheckedRecord {
  const faults: FieldFault[] = []
  const isSameRegister = before?.country === given.country && before.register === given.register
  const isAsBefore = (field: keyof Known) => isSameRegister && before?.[field] === given[field]
  const fault = (field: Field, wrong: FieldCode) => faults.push({ pointer: `/${field}`, code: wrong })
  /** The value as the country writes it. */
  const written = (
    field: keyof Known,
    wrong: FieldCode,
    read: (text: string) => string | undefined,
  ): string | null => {
    const text = given[field]
    if (text === null || text === '' || isAsBefore(field)) return text
    const value = read(text)
    if (value === undefined) fault(field, wrong)
    return value ?? null
  }
  const { eligibility, country, register } = given
  const isCzech = country === 'CZ'
  if (eligibility === 'czech-provider' && !isCzech) fault('country', 'not-czech')
  if (eligibility === 'eu-provider' && (isCzech || !AREA.includes(country))) fault('country', 'not-in-union')
  const lacked = (field: 'ico' | 'registerNumber') => before?.country === country && before[field] === null
  if (isCzech && given.ico === null && !lacked('ico')) fault('ico', 'required')
  if (!isCzech && given.registerNumber === null && !lacked('registerNumber'))
    fault('registerNumber', 'required')
  const isKnown = register === null || registersOf(country).some((each) => each.code === register)
  if (!isKnown && !isCzech) fault('register', 'unknown-register')
  const number = written('registerNumber', 'invalid-register-number', (text) =>
    register === null || isCzech || !isKnown ? text : registerNumber(register, text),
  )
  const record = {
    ...given,
    // Numbers of the one country are none of the other's.
    ico: isCzech ? given.ico : null,
    icz: isCzech ? given.icz : null,
    icp: isCzech ? given.icp : null,
    register: isCzech ? null : register,
    registerNumber: isCzech ? null : number,
    vatId: written('vatId', 'invalid-vat-id', (text) => vatId(country, text)),
    euid: written('euid', 'invalid-euid', (text) => euid(country, text)),
    postalCode: written('postalCode', 'invalid-postal-code', (text) => postalCode(country, text)) ?? '',
  }
  return faults.length > 0 ? { ok: false, faults } : { ok: true, record }
}
