/** Czech national identifiers of people, and the FHIR systems under which they are known (HL7 Czech core). */
import { birthNumber } from './birth-number.ts'
import { isIco } from './ico.ts'

const SID = 'https://ncez.mzcr.cz/fhir/sid'

/** `rcis`: birth number; `rid`: health sector identifier of a patient; `icz`: of a provider's establishment. */
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

/** Numbers of eight digits: an establishment's (IČZ) and a workplace's with a health insurer (IČP). */
function isEightDigits(text: string): boolean {
  return /^[0-9]{8}$/.test(text)
}

/** What of the national identifiers of patients a Patient ID (0010,0020) is; undefined: a number of some hospital's own. */
export function patientIdentifierOf(patientId: string): { system: string; value: string } | undefined {
  const text = patientId.trim()
  if (isRid(text)) return { system: IDENTIFIER_SYSTEMS.rid, value: text }
  const read = birthNumber(text)
  return read && { system: IDENTIFIER_SYSTEMS.rcis, value: read.digits }
}

interface Numbers {
  readonly ico: string | null
  readonly icz: string | null
}

/** Of an institution: those that are well formed. */
export function institutionIdentifiersOf({
  ico,
  icz,
}: Numbers): readonly { system: string; value: string }[] {
  return [
    ...(ico !== null && isIco(ico) ? [{ system: IDENTIFIER_SYSTEMS.ico, value: ico }] : []),
    ...(icz !== null && isEightDigits(icz) ? [{ system: IDENTIFIER_SYSTEMS.icz, value: icz }] : []),
  ]
}
