/** The fields of the form, named as the centre names them when something is wrong: by JSON pointer (RFC 6901). */
import type { RegistrationForm, SentForm } from '../api/registrations.ts'
import { isIco } from './ico.ts'

export const pointers = [
  '/institution/eligibility',
  '/institution/country',
  '/institution/ico',
  '/institution/register',
  '/institution/registerNumber',
  '/institution/name',
  '/institution/kind',
  '/institution/icz',
  '/institution/icp',
  '/institution/vatId',
  '/institution/euid',
  '/institution/street',
  '/institution/city',
  '/institution/postalCode',
  '/representative/name',
  '/representative/function',
  '/representative/email',
  '/representative/phone',
  '/wayIn',
  '/nodeSupplier',
  '/note',
  '/conditions/agreed',
] as const
export type Pointer = (typeof pointers)[number]

/** An agreed consent is `yes`. */
export type Values = Readonly<Record<Pointer, string>>

export type Faults = Readonly<Partial<Record<Pointer, string>>>

/** Also the name of the field in the texts. */
export const fieldId = (pointer: Pointer) => pointer.slice(1).replace('/', '-')

export const noValues: Values = {
  ...valuesOf(() => ''),
  '/institution/country': 'CZ',
  '/institution/eligibility': 'czech-provider',
}

export function valuesOf(value: (pointer: Pointer) => string): Values {
  return Object.fromEntries(pointers.map((pointer) => [pointer, value(pointer)])) as Record<Pointer, string>
}

export const eligibilities = ['czech-provider', 'eu-provider', 'accredited-body'] as const

/** Members of the European Union and the European Economic Area but Czechia, ISO 3166-1. */
export const unionCountries =
  'AT BE BG CY DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK'.split(' ')

/** A register that the centre does not know: its numbers are taken as they are. */
export const OTHER_REGISTER = 'other'

const ofCzechs: ReadonlySet<Pointer> = new Set(['/institution/ico', '/institution/icz', '/institution/icp'])
const ofOthers: ReadonlySet<Pointer> = new Set([
  '/institution/register',
  '/institution/registerNumber',
  '/institution/vatId',
  '/institution/euid',
])

/** What goes with another answer to who joins: the country stays where it may, and with it what its register says. */
export function changesWith(eligibility: string, values: Values): Partial<Values> {
  const before = values['/institution/country']
  const country =
    eligibility === 'czech-provider'
      ? 'CZ'
      : eligibility !== 'eu-provider'
        ? before || 'CZ'
        : unionCountries.includes(before)
          ? before
          : ''
  return {
    '/institution/eligibility': eligibility,
    ...changesWithCountry(country, '', values),
  }
}

/** Another country: numbers of the one are none of the other's. `register`: the one that is offered first there. */
export function changesWithCountry(country: string, register: string, values: Values): Partial<Values> {
  if (country === values['/institution/country']) return {}
  return {
    '/institution/country': country,
    '/institution/register': register,
    '/institution/registerNumber': '',
    '/institution/vatId': '',
    '/institution/euid': '',
  }
}

/** What is asked depends on what was answered before. */
export function isAsked(pointer: Pointer, values: Values): boolean {
  const isCzech = values['/institution/country'] === 'CZ'
  if (pointer === '/institution/country') return values['/institution/eligibility'] !== 'czech-provider'
  if (ofCzechs.has(pointer)) return isCzech
  if (ofOthers.has(pointer)) return !isCzech
  if (pointer === '/nodeSupplier') return values['/wayIn'] === 'node'
  return true
}

export const optionalFields: ReadonlySet<Pointer> = new Set([
  '/institution/icz',
  '/institution/icp',
  '/institution/vatId',
  '/institution/euid',
  '/note',
])

function isEightDigits(text: string): boolean {
  return /^[0-9]{8}$/.test(text.replace(/\s/gu, ''))
}

const patterns: Readonly<Partial<Record<Pointer, { fits: (text: string) => boolean; code: string }>>> = {
  '/institution/ico': { fits: isIco, code: 'invalid-ico' },
  '/institution/icz': { fits: isEightDigits, code: 'invalid-icz' },
  '/institution/icp': { fits: isEightDigits, code: 'invalid-icp' },
  '/representative/email': { fits: (text) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text), code: 'invalid-email' },
  '/representative/phone': {
    fits: (text) => /^\+?[0-9]{6,15}$/.test(text.replace(/[\s()/.-]/gu, '')),
    code: 'invalid-phone',
  },
}

export function faultOf(pointer: Pointer, values: Values): string | undefined {
  if (!isAsked(pointer, values)) return undefined
  const text = values[pointer].trim()
  if (text === '') {
    if (optionalFields.has(pointer)) return undefined
    return pointer === '/conditions/agreed' ? 'not-agreed' : 'required'
  }
  const pattern = patterns[pointer]
  return pattern === undefined || pattern.fits(text) ? undefined : pattern.code
}

export function faultsOf(values: Values): Faults {
  return Object.fromEntries(
    pointers.flatMap((pointer) => {
      const code = faultOf(pointer, values)
      return code === undefined ? [] : [[pointer, code]]
    }),
  )
}

/** Of what was there before only what is changed: what it lacks does not stand in the way of other corrections. */
export function faultsOfChange(values: Values, before: Values): Faults {
  const isElsewhere = values['/institution/country'] !== before['/institution/country']
  const faults = faultsOf(values)
  const changed = pointers.filter(
    (each) =>
      each.startsWith('/institution/') && (isElsewhere || values[each].trim() !== before[each].trim()),
  )
  return Object.fromEntries(changed.flatMap((each) => (faults[each] ? [[each, faults[each]]] : [])))
}

const textOf = (values: Values) => (pointer: Pointer) =>
  isAsked(pointer, values) && values[pointer].trim() !== '' ? values[pointer].trim() : null

export function institutionOf(values: Values) {
  const text = textOf(values)
  const register = text('/institution/register')
  return {
    name: text('/institution/name') ?? '',
    kind: text('/institution/kind') ?? undefined,
    eligibility: text('/institution/eligibility') ?? undefined,
    ico: text('/institution/ico'),
    icz: text('/institution/icz'),
    icp: text('/institution/icp'),
    country: text('/institution/country') ?? 'CZ',
    register: register === OTHER_REGISTER ? null : register,
    registerNumber: text('/institution/registerNumber'),
    vatId: text('/institution/vatId'),
    euid: text('/institution/euid'),
    street: text('/institution/street') ?? '',
    city: text('/institution/city') ?? '',
    postalCode: text('/institution/postalCode') ?? '',
  }
}

export function formOf(
  values: Values,
  rest: Pick<SentForm, 'language' | 'useIdentity' | 'onBehalf'> & { readonly conditionsVersion: number },
): SentForm {
  const text = textOf(values)
  return {
    language: rest.language,
    institution: institutionOf(values),
    representative: {
      name: text('/representative/name') ?? '',
      email: text('/representative/email') ?? '',
      phone: text('/representative/phone') ?? '',
      function: text('/representative/function') ?? '',
    },
    wayIn: text('/wayIn') ?? undefined,
    nodeSupplier: text('/nodeSupplier'),
    note: text('/note'),
    conditions: { version: rest.conditionsVersion, agreed: values['/conditions/agreed'] === 'yes' },
    useIdentity: rest.useIdentity,
    onBehalf: rest.onBehalf,
  }
}

/** Of a request that was sent, to correct it. */
export function valuesOfForm({ institution, representative, ...form }: RegistrationForm): Values {
  return {
    ...valuesOfInstitution(institution),
    '/representative/name': representative.name,
    '/representative/function': representative.function,
    '/representative/email': representative.email,
    '/representative/phone': representative.phone,
    '/wayIn': form.wayIn,
    '/nodeSupplier': form.nodeSupplier ?? '',
    '/note': form.note ?? '',
    '/conditions/agreed': 'yes',
  }
}

export function valuesOfInstitution(institution: RegistrationForm['institution']): Values {
  return {
    ...noValues,
    '/institution/eligibility': institution.eligibility,
    '/institution/country': institution.country,
    '/institution/ico': institution.ico ?? '',
    '/institution/register': institution.country === 'CZ' ? '' : (institution.register ?? OTHER_REGISTER),
    '/institution/registerNumber': institution.registerNumber ?? '',
    '/institution/name': institution.name,
    '/institution/kind': institution.kind,
    '/institution/icz': institution.icz ?? '',
    '/institution/icp': institution.icp ?? '',
    '/institution/vatId': institution.vatId ?? '',
    '/institution/euid': institution.euid ?? '',
    '/institution/street': institution.street,
    '/institution/city': institution.city,
    '/institution/postalCode': institution.postalCode,
  }
}
