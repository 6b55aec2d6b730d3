/** Whose the held series are: a Patient ID alone is given out by each hospital for itself. */
import { TAG, textOf } from '@epacs/dicom'
import { decodeIdentifier, type Identifier } from '@epacs/dicom/network'
import { likelyOr } from '@epacs/intake/looking/likely-text'
import { sureReading } from '@epacs/intake/looking/sure-reading'
import { areSpellingsOfOneName } from '@epacs/package/person'
import type { HeldSeries } from '../holding/held-objects.ts'
import { foldedName, type Patient, patientIn } from '../identity/patient.ts'
import { dataSetOf } from './scope.ts'

const EXPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2.1'

export type SeriesOfPatient = HeldSeries & {
  readonly held: Identifier
  /** Its name folded, put right where it is surely under a wrong label: one image of a patient may be labelled rightly and another wrongly. */
  readonly patient: Patient
  /** As it was most likely meant, folded. */
  readonly likelyName: string
}

export function withPatient(series: HeldSeries): SeriesOfPatient {
  const held = identifierOf(series.keys)
  const dataSet = dataSetOf(held)
  const patient = patientIn(dataSet)
  // Blanks in an identifier are left to whoever compares it with a key.
  const id = textOf(dataSet, TAG.PatientID) ?? ''
  const { name } = patient
  return {
    ...{ ...series, held },
    patient: { ...patient, id, name: foldedName(sureReading([name])(name)) },
    likelyName: foldedName(likelyOr(name)),
  }
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
  const patients = byPatient(series).flatMap(([first]) => first ?? [])
  return patients.some((one, index) => patients.slice(index + 1).some((other) => !canBeOne(one, other)))
}

function canBeOne(first: SeriesOfPatient, second: SeriesOfPatient): boolean {
  const [one, other] = [first.patient, second.patient]
  const agree = (value: string, another: string) => value === '' || another === '' || value === another
  return (
    agree(one.issuer, other.issuer) &&
    agree(one.birthDate, other.birthDate) &&
    namesOf(first).some((name) => namesOf(second).some((another) => areSpellingsOfOneName(name, another)))
  )
}

function namesOf({ patient, likelyName }: SeriesOfPatient): readonly string[] {
  return [patient.name, likelyName]
}
