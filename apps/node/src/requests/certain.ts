/** Which of the studies that the PACS has may go by the administrator's rule, without a person who looks. */
import { areSpellingsOfOneName } from '@epacs/package/person'
import type { ImageRequest } from './open-requests.ts'
import { hasId, type PacsStudy } from './pacs-studies.ts'

interface Rule {
  readonly modalities: readonly string[]
  readonly mostStudies: number
}

/** Whether the request says all that the rule wants, so that the PACS is worth asking. */
export function mayBeCertain(request: ImageRequest, { modalities: allowed }: Rule): boolean {
  const { patient, modalities, studiedFrom, studiedTo } = request
  if (patient.id === null || patient.birthDate === null || studiedFrom === null || studiedTo === null)
    return false
  return modalities.length > 0 && modalities.every((each) => allowed.includes(each))
}

/**
 * Undefined: a person has to choose. Everything has to be said, and to agree: the identifier, the name (a wrong birth
 * number is somebody's, and tells their date of birth), the date of birth, the period, and the modalities that were asked for, which the rule allows; of every study that is there.
 */
export function certainStudies(
  request: ImageRequest,
  found: readonly PacsStudy[],
  rule: Rule,
): readonly string[] | undefined {
  if (!mayBeCertain(request, rule)) return undefined
  const { patient, modalities, studiedFrom, studiedTo } = request
  const { modalities: allowed, mostStudies } = rule
  const [birthDate, from, to] = [patient.birthDate, studiedFrom, studiedTo].map(
    (day) => day?.replaceAll('-', '') ?? '',
  )
  const isPatient = (each: PacsStudy) =>
    hasId(each, patient.id) &&
    areWhole(each.patientName, patient.name) &&
    areSpellingsOfOneName(each.patientName, patient.name) &&
    each.birthDate === birthDate
  // Somebody else under this number: then nothing is certain.
  if (!found.every(isPatient)) return undefined
  const wanted = found.filter(
    ({ date, modalities: there }) =>
      date >= `${from}` && date <= `${to}` && there.some((each) => modalities.includes(each)),
  )
  const areAllowed = wanted.every(({ modalities: there }) => there.some((each) => allowed.includes(each)))
  if (wanted.length === 0 || wanted.length > mostStudies || !areAllowed) return undefined
  return wanted.map(({ study }) => study)
}

/** One name alone, or none, is part of many. */
function areWhole(...names: readonly string[]): boolean {
  return names.every((name) => (name.split('=')[0]?.match(/\p{L}+/gu) ?? []).length > 1)
}
