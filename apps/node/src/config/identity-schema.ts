/** `identity`: under which identifiers received images go to the PACS (IHE Import Reconciliation Workflow). */
import { z } from 'zod'

/** PS3.5 §6.2, LO: up to 64 characters, no backslash or control characters. */
const text = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .regex(/^[^\\\p{Cc}]+$/u, 'must not hold backslashes or control characters')
/** * for any characters, ? for one. */
const patterns = z.array(z.string().min(1)).min(1).optional()

const identityRule = z.strictObject({
  /** What the history calls it by. */
  name: text(64),
  /** All of these must hold, each by one of its patterns; nothing here: every patient. */
  when: z
    .strictObject({
      /** Name of the institution that sent the message. */
      sender: patterns,
      patientId: patterns,
      /** Issuer of Patient ID (0010,0021). */
      issuer: patterns,
    })
    .prefault({}),
  /** `match`: the one of the list; `as-sent`: the sender's identifiers; `ask`: a person says. */
  patient: z.enum(['match', 'as-sent', 'ask']),
  /** How one of the list is found: by the first of these that finds any. */
  matchBy: z
    .array(z.enum(['birth-number', 'patient-id', 'name-and-birth-date']))
    .min(1)
    .default(['birth-number', 'patient-id']),
  /** Issuer of Patient ID (0010,0021) that is written; of one of the list its own comes first. */
  issuer: text(64).optional(),
  /** How a Patient ID is written that is a Czech birth number. */
  birthNumber: z.enum(['as-sent', 'with-slash', 'without-slash']).default('as-sent'),
  /** Before the sender's Patient ID, so that it is nobody else's here. */
  patientIdPrefix: text(32).optional(),
  /** Accession Number (0008,0050): it is of the sender's orders. */
  accessionNumber: z
    .union([z.enum(['as-sent', 'empty']), z.strictObject({ prefix: text(15) })], {
      error: 'must be as-sent, empty, or have a prefix',
    })
    .default('as-sent'),
  /** `from-list`: as the list has it, where it was matched. */
  names: z.enum(['as-sent', 'upper-case', 'from-list']).default('as-sent'),
})

export const identitySchema = z
  .strictObject({
    /** What the hospital exports: whom it knows. Null: nobody can be matched. */
    patients: z
      .strictObject({
        file: z.string().min(1),
        separator: z.enum([',', ';', '\t', '|']).default(','),
        encoding: z.enum(['utf-8', 'windows-1250', 'iso-8859-2']).default('utf-8'),
      })
      .nullable()
      .default(null),
    /** The first one that matches a patient counts; without any the images go as they came. */
    rules: z.array(identityRule).min(1),
  })
  .superRefine(({ patients, rules }, context) => {
    for (const [index, { name, patient, patientIdPrefix }] of rules.entries()) {
      const say = (option: string, message: string) =>
        context.addIssue({ code: 'custom', path: ['rules', index, option], message })
      if (rules.findIndex((each) => each.name === name) < index) say('name', 'another rule has this name')
      if (patient === 'match' && patients === null) say('patient', 'match needs identity.patients')
      if (patient !== 'as-sent' && patientIdPrefix !== undefined)
        say('patientIdPrefix', 'is for identifiers as they were sent (patient: as-sent)')
    }
  })

export type IdentityConfig = z.output<typeof identitySchema>
export type IdentityRule = IdentityConfig['rules'][number]
export type PatientsFile = NonNullable<IdentityConfig['patients']>
