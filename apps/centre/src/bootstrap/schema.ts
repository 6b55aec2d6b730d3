/** The bootstrap file: who takes part in the network from the first start on. */
import {
  AE_TITLE,
  AREA,
  CONNECTIONS,
  ELIGIBILITIES,
  INSTITUTION_KINDS,
  LANGUAGES,
  MEMBER_ROLES,
  registerNumber,
  registersOf,
} from '@epacs/exchange'
import { z } from 'zod'

const text = z.string().min(1)
const optionalText = text.nullable().default(null)
const id = z.uuid({ message: 'an id is a UUID' }).toLowerCase()

const contact = z.strictObject({
  name: text,
  function: optionalText,
  email: z.email().nullable().default(null),
  phone: optionalText,
})

const aeTitle = z.string().regex(AE_TITLE, { message: 'an AE title has up to 16 characters (PS3.5 §6.2)' })

/** A program of the institution that speaks DICOM with the centre. */
const gateway = z.strictObject({
  /** The calling AE title; each gateway has its own. */
  aeTitle,
  /** PEM files, relative to the folder of the bootstrap file: with them it may call over TLS. */
  certificates: z.array(text).default([]),
  /** From which it may call without TLS. */
  addresses: z.array(z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()])).default([]),
  /** Where it listens for reports of storage commitment; otherwise they come on its own association. */
  reportTo: z
    .strictObject({ host: text, port: z.int().min(1).max(65535), tls: z.boolean().default(false) })
    .nullable()
    .default(null),
})

const institution = z
  .strictObject({
    id,
    name: text,
    kind: z.enum(INSTITUTION_KINDS),
    /** Without one by country. */
    eligibility: z.enum(ELIGIBILITIES).optional(),
    ico: optionalText,
    icz: optionalText,
    icp: optionalText,
    /** Of another country: one of its registers (`GET /api/countries`), null: another one. */
    register: optionalText,
    registerNumber: optionalText,
    vatId: optionalText,
    euid: optionalText,
    /** In which its people are written to; without one that of before stays, at first Czech. */
    language: z.enum(LANGUAGES).optional(),
    country: z
      .string()
      .regex(/^[A-Z]{2}$/)
      .default('CZ'),
    city: text,
    street: optionalText,
    postalCode: optionalText,
    /** On the map, in degrees of WGS 84; otherwise as the register of providers has it, if it does. */
    position: z
      .strictObject({ latitude: z.number().min(-90).max(90), longitude: z.number().min(-180).max(180) })
      .optional(),
    /** The called AE title of what is sent to it by DICOM. */
    aeTitle,
    connection: z.enum(CONNECTIONS).default('mailbox'),
    /** Otherwise by kind, from the configuration. */
    quotaBytes: z.int().min(1).optional(),
    contacts: z.array(contact).default([]),
    gateways: z.array(gateway).default([]),
  })
  .superRefine(({ country, register, registerNumber: number }, { addIssue }) => {
    if (register === null) return
    if (!registersOf(country).some(({ code }) => code === register)) {
      const message = `${country} has no register ${register} here; leave it out, or see GET /api/countries`
      return addIssue({ code: 'custom', path: ['register'], message })
    }
    if (number !== null && registerNumber(register, number) === undefined) {
      const message = `${number} is not a number of the register ${register}`
      addIssue({ code: 'custom', path: ['registerNumber'], message })
    }
  })
  .transform((given) => {
    const { country, register, eligibility } = given
    // Files of before have one field for both.
    const isCzech = country === 'CZ'
    const number = given.registerNumber ?? (isCzech ? null : given.ico)
    const byCountry = isCzech ? 'czech-provider' : AREA.includes(country) ? 'eu-provider' : 'accredited-body'
    return {
      ...given,
      ico: isCzech ? given.ico : null,
      eligibility: eligibility ?? (byCountry satisfies (typeof ELIGIBILITIES)[number]),
      registerNumber:
        register === null || number === null ? number : (registerNumber(register, number) ?? number),
    }
  })

const person = z.strictObject({
  id,
  name: text,
  email: z.email().nullable().default(null),
  /** PEM files, relative to the folder of the bootstrap file. */
  certificates: z.array(text).default([]),
  jtp: z.array(z.strictObject({ issuer: z.url(), subject: text })).default([]),
  memberships: z
    .array(z.strictObject({ institution: id, role: z.enum(MEMBER_ROLES).default('specialist') }))
    .default([]),
  operator: z.boolean().default(false),
  auditor: z.boolean().default(false),
})

const authority = z.strictObject({
  name: text,
  website: z.url().nullable().default(null),
  /** PEM file, relative to the folder of the bootstrap file; issuing authorities below it may follow in it. */
  certificate: text,
})

export const bootstrapSchema = z.strictObject({
  institutions: z.array(institution).default([]),
  people: z.array(person).default([]),
  authorities: z.array(authority).default([]),
})

export type Bootstrap = z.output<typeof bootstrapSchema>
/** As it stands in the file: what has a default may be left out. */
export type BootstrapFile = z.input<typeof bootstrapSchema>
