/** Which of the studies that the PACS has may go by the administrator's rule, without a person who looks. */
import { birthNumber } from '@epacs/exchange'
import { areSpellingsOfOneName } from '@epacs/package/person'
import type { ImageRequest } from './open-requests.ts'
import type { PacsStudy } from './pacs-studies.ts'

/**
 * Undefined: a person has to choose. Everything has to be said, and to agree: the identifier, the name (a wrong birth
 * number is somebody's, and tells their date of birth), the date of birth, the period, and the modalities that were asked for, which the rule allows; of every study that is there.
 */
export function certainStudies(
  { patient, modalities, studiedFrom, studiedTo }: ImageRequest,
  found: readonly PacsStudy[],
  {
    modalities: allowed,
    mostStudies,
  }: { readonly modalities: readonly string[]; readonly mostStudies: number },
): readonly string[] | undefined {
  const { id, birthDate } = patient
  if (id === null || birthDate === null || studiedFrom === null || studiedTo === null) return undefined
  if (modalities.length === 0 || !modalities.every((each) => allowed.includes(each))) return undefined
  const isPatient = (each: PacsStudy) =>
    isSameId(id, each.patientId) &&
    areWhole(each.patientName, patient.name) &&
    areSpellingsOfOneName(each.patientName, patient.name) &&
    each.birthDate === birthDate.replaceAll('-', '')
  // Somebody else under this number: then nothing is certain.
  if (!found.every(isPatient)) return undefined
  const [from, to] = [studiedFrom.replaceAll('-', ''), studiedTo.replaceAll('-', '')]
  const wanted = found.filter(
    ({ date, modalities: there }) =>
      date >= from && date <= to && there.some((each) => modalities.includes(each)),
  )
  const areAllowed = wanted.every(({ modalities: there }) => there.some((each) => allowed.includes(each)))
  if (wanted.length === 0 || wanted.length > mostStudies || !areAllowed) return undefined
  return wanted.map(({ study }) => study)
}

/** One name alone, or none, is part of many. */
function areWhole(...names: readonly string[]): boolean {
  return names.every((name) => (name.split('=')[0]?.match(/\p{L}+/gu) ?? []).length > 1)
}

function isSameId({ kind, value }: NonNullable<ImageRequest['patient']['id']>, there: string): boolean {
  if (kind === 'other') return value === there
  const number = birthNumber(value)
  return number !== undefined && number.digits === birthNumber(there)?.digits
}
