/** Whose the held series are: a Patient ID alone is given out by each hospital for itself. */
import { TAG, textOf } from '@epacs/dicom'
import { decodeIdentifier, type Identifier } from '@epacs/dicom/network'
import { likelyOr } from '@epacs/intake/looking/likely-text'
import { areSpellingsOfOneName } from '@epacs/package/person'
import type { HeldSeries } from '../holding/held-objects.ts'
import { foldedName, type Patient, patientIn } from '../identity/patient.ts'
import { dataSetOf } from './scope.ts'

const EXPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2.1'

export type SeriesOfPatient = HeldSeries & {
  readonly held: Identifier
  /** Its name folded, as it was most likely meant: one image of a patient may be labelled rightly and another wrongly. */
  readonly patient: Patient
}

export function withPatient(series: HeldSeries): SeriesOfPatient {
  const held = identifierOf(series.keys)
  const dataSet = dataSetOf(held)
  const patient = patientIn(dataSet)
  // Blanks in an identifier are left to whoever compares it with a key.
  const id = textOf(dataSet, TAG.PatientID) ?? ''
  return { ...series, held, patient: { ...patient, id, name: foldedName(likelyOr(patient.name)) } }
}

export function identifierOf(keys: Uint8Array): Identifier {
  return decodeIdentifier([keys], EXPLICIT_LITTLE_ENDIAN) ?? new Map()
}

/** One group for each of whom the same is said. */
export function byPatient(series: readonly SeriesOfPatient[]): readonly (readonly SeriesOfPatient[])[] {
  const groups = Map.groupBy(series, ({ patient: { id, issuer, name, birthDate } }) =>
    JSON.stringify([id, issuer, name, birthDate]),
  )
  return [...groups.values()]
}

/** Whether any two of the series, all of one Patient ID, cannot be of one person. What one does not say speaks against nothing. */
export function contradict(series: readonly SeriesOfPatient[]): boolean {
  const patients = byPatient(series).flatMap(([first]) => (first === undefined ? [] : [first.patient]))
  return patients.some((one, index) => patients.slice(index + 1).some((other) => !canBeOne(one, other)))
}

function canBeOne(one: Patient, other: Patient): boolean {
  const agree = (first: string, second: string) => first === '' || second === '' || first === second
  return (
    agree(one.issuer, other.issuer) &&
    agree(one.birthDate, other.birthDate) &&
    areSpellingsOfOneName(one.name, other.name)
  )
}
