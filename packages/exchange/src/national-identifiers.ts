/**
 * Czech national identifiers, and the FHIR systems under which they are known: HL7 Czech Base and Core Implementation
 * Guide 0.3.0-ballot, «Identifiers» (https://build.fhir.org/ig/HL7-cz/cz-core/identifiers-en.html) and its profiles
 * cz-organization-base, cz-practitioner and cz-rid-identifier.
 */
import { birthNumber } from './birth-number.ts'
import { isIco } from './ico.ts'
import type { Eligibility } from './words.ts'

const SID = 'https://ncez.mzcr.cz/fhir/sid'

/**
 * `rcis`: birth number; `rid`: health sector identifier of a patient; `krpzs`: a provider of health care in the national
 * register (its number there is its IČO); `icz`, `icp`: a provider and a workplace, by health insurers; `krzp`: a health
 * care worker.
 */
export const IDENTIFIER_SYSTEMS = {
  ico: `${SID}/ico`,
  icz: `${SID}/icz`,
  icp: `${SID}/icp`,
  krpzs: `${SID}/krpzs`,
  krzp: `${SID}/krzp`,
  rid: `${SID}/rid`,
  rcis: `${SID}/rcis`,
} as const

/** Ten digits, the first not 0, divisible by 13 and, so that it is never taken for a birth number, not by 11. */
export function isRid(text: string): boolean {
  return /^[1-9][0-9]{9}$/.test(text) && Number(text) % 13 === 0 && Number(text) % 11 !== 0
}

/**
 * Of a health care worker in the national register: nine digits without a meaning, the first not 0 (cz-core, «Identifiers»);
 * no check digit is published. @returns the digits without the spaces that people write; null: it is none
 */
export function krzpDigits(text: string): string | null {
  const digits = text.replaceAll(/\s/gu, '')
  return /^[1-9][0-9]{8}$/.test(digits) ? digits : null
}

/** A patient whom the register does not know (yet): D and nine digits, under the same system as a RID. */
function isDrid(text: string): boolean {
  return /^D[0-9]{9}$/.test(text)
}

/** Numbers of eight digits: an establishment's (IČZ) and a workplace's with a health insurer (IČP). */
function isEightDigits(text: string): boolean {
  return /^[0-9]{8}$/.test(text)
}

/** What of the national identifiers of patients a Patient ID (0010,0020) is; undefined: a number of some hospital's own. */
export function patientIdentifierOf(patientId: string): { system: string; value: string } | undefined {
  const text = patientId.trim()
  if (isRid(text) || isDrid(text)) return { system: IDENTIFIER_SYSTEMS.rid, value: text }
  const read = birthNumber(text)
  return read && { system: IDENTIFIER_SYSTEMS.rcis, value: read.digits }
}

interface InstitutionNumbers {
  readonly eligibility: Eligibility
  /** ISO 3166-1, two letters. */
  readonly country: string
  readonly ico: string | null
  readonly icz: string | null
  readonly icp: string | null
  /** Outside of Czechia; `code`: of a register in `countries`, null: another one. */
  readonly register: { readonly code: string | null; readonly number: string } | null
  readonly vatId: string | null
  readonly euid: string | null
}

/** `code`: of HL7 v2 table 0203, as far as FHIR's value set of identifier types has one. */
interface InstitutionIdentifier {
  readonly system: string
  readonly value: string
  readonly code?: 'TAX'
}

/**
 * Of an institution: those that are well formed. Registers of other countries have no system that is agreed on; theirs
 * are names of our own: `urn:epacs:register:{code}`, of a register that is not known here with the country's letters.
 */
export function institutionIdentifiersOf(of: InstitutionNumbers): readonly InstitutionIdentifier[] {
  const { ico, icz, icp, register, vatId, euid, country } = of
  const isKnownByIco = country === 'CZ' && ico !== null && isIco(ico)
  const registerCode = register?.code ?? country.toLowerCase()
  return [
    ...(isKnownByIco && of.eligibility === 'czech-provider'
      ? [{ system: IDENTIFIER_SYSTEMS.krpzs, value: ico }]
      : []),
    ...(isKnownByIco ? [{ system: IDENTIFIER_SYSTEMS.ico, value: ico }] : []),
    ...(icz !== null && isEightDigits(icz) ? [{ system: IDENTIFIER_SYSTEMS.icz, value: icz }] : []),
    ...(icp !== null && isEightDigits(icp) ? [{ system: IDENTIFIER_SYSTEMS.icp, value: icp }] : []),
    ...(register === null ? [] : [{ system: `urn:epacs:register:${registerCode}`, value: register.number }]),
    ...(vatId === null ? [] : [{ system: 'urn:epacs:vat-id', value: vatId, code: 'TAX' as const }]),
    ...(euid === null ? [] : [{ system: 'urn:epacs:euid', value: euid }]),
  ]
}
