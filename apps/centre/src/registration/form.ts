/** The form of a request to join, checked field by field. */
import { LANGUAGES, WAYS_IN } from '@epacs/exchange'
import { z } from 'zod'
import { phoneNumber, withoutInnerZero } from '../directory/index.ts'
import {
  byCountry,
  code,
  type FieldFault,
  faultsOf,
  line,
  optional,
  recordSchema,
  word,
} from '../institution-record/index.ts'

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
    .transform((text) => withoutInnerZero(text).replace(/[\s()/.-]/g, ''))
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
    institution: recordSchema,
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
  .check(({ value: { wayIn, nodeSupplier }, issues }) => {
    if (wayIn === 'node' && nodeSupplier === null) {
      issues.push({ code: 'custom', message: 'required', path: ['nodeSupplier'], input: nodeSupplier })
    }
  })

export type RegistrationForm = z.output<typeof formSchema>

export type CheckedForm =
  | { readonly ok: true; readonly form: RegistrationForm }
  | { readonly ok: false; readonly faults: readonly FieldFault[] }

/** `conditionsVersion`: the one in force. */
export function checkForm(body: unknown, conditionsVersion: number): CheckedForm {
  const result = formSchema.safeParse(body)
  if (!result.success) {
    const faults = result.error.issues.flatMap(faultsOf)
    return { ok: false, faults: [...faults, ...countryFaults(body)] }
  }
  const { data } = result
  const checked = byCountry(data.institution)
  const phone = phoneNumber(data.representative.phone, data.institution.country)
  const faults: FieldFault[] = [
    ...(checked.ok ? [] : checked.faults.map(ofInstitution)),
    ...(phone === undefined ? [{ pointer: '/representative/phone', code: 'invalid-phone' as const }] : []),
    ...(data.conditions.version === conditionsVersion
      ? []
      : [{ pointer: '/conditions/version', code: 'outdated-conditions' as const }]),
  ]
  if (faults.length > 0 || !checked.ok || phone === undefined) return { ok: false, faults }
  const representative = { ...data.representative, phone }
  return { ok: true, form: { ...data, institution: checked.record, representative } }
}

const ofInstitution = (fault: FieldFault): FieldFault => ({
  ...fault,
  pointer: `/institution${fault.pointer}`,
})

/** A slip elsewhere does not keep back what is wrong with the institution's numbers: all is told in one go. */
function countryFaults(body: unknown): readonly FieldFault[] {
  const institution = z.object({ institution: recordSchema }).safeParse(body)
  if (!institution.success) return []
  const checked = byCountry(institution.data.institution)
  return checked.ok ? [] : checked.faults.map(ofInstitution)
}
