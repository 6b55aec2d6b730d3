/** Tells the patients of one sending apart, to say when there are several. */
import { type DataSet, TAG, textOf } from '@epacs/dicom'

interface Identity {
  readonly ordinal: number
  /** Known once an object says it: reports often leave out what images hold. */
  issuer: string
  birthDate: string
}

export class Patients {
  #count = 0
  readonly #identities = new Map<string, Identity[]>()

  /** The same number for the same patient, as far as the object says who it is; from 0. */
  ordinalOf(dataSet: DataSet, studyInstanceUid: string): number {
    const issuer = textOf(dataSet, TAG.IssuerOfPatientID) ?? ''
    const birthDate = textOf(dataSet, TAG.PatientBirthDate) ?? ''
    const key = patientKey(dataSet, studyInstanceUid)
    const namesakes = this.#identities.get(key) ?? []
    const known = namesakes.find((one) => agree(one.issuer, issuer) && agree(one.birthDate, birthDate))
    if (known !== undefined) {
      known.issuer ||= issuer
      known.birthDate ||= birthDate
      return known.ordinal
    }
    const identity = { ordinal: this.#count++, issuer, birthDate }
    this.#identities.set(key, [...namesakes, identity])
    return identity.ordinal
  }
}

/**
 * An ID is unique within its issuer only: people under one ID of two hospitals differ in the date of birth. Names do
 * not tell them apart, they are written in too many ways. Without ID and name, a study is a patient of its own.
 */
function patientKey(dataSet: DataSet, studyInstanceUid: string): string {
  const id = textOf(dataSet, TAG.PatientID) ?? ''
  if (id !== '') return `id ${id}`
  const name = textOf(dataSet, TAG.PatientName) ?? ''
  return name === '' ? `study ${studyInstanceUid}` : `name ${name}`
}

function agree(one: string, other: string): boolean {
  return one === other || one === '' || other === ''
}
