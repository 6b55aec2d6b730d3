/** Tells the patients of one sending apart, to say when there are several, or one under several names. */
import { type DataSet, TAG, textOf } from '@epacs/dicom'
import { areSpellingsOfOneName } from '@epacs/package/person'

export interface KnownPatient {
  /** The same number for the same patient, as far as the object says who it is; from 0. */
  readonly ordinal: number
  /** The first object that gives the patient this name, and not the first that names the patient. */
  readonly isAnotherName: boolean
}

interface Identity {
  readonly ordinal: number
  /** Known once an object says it: reports often leave out what images hold. */
  issuer: string
  birthDate: string
  /** One spelling of each. */
  readonly names: string[]
}

export class Patients {
  #count = 0
  readonly #identities = new Map<string, Identity[]>()

  identify(dataSet: DataSet, studyInstanceUid: string): KnownPatient {
    const issuer = textOf(dataSet, TAG.IssuerOfPatientID) ?? ''
    const birthDate = textOf(dataSet, TAG.PatientBirthDate) ?? ''
    const key = patientKey(dataSet, studyInstanceUid)
    const namesakes = this.#identities.get(key) ?? []
    const known = namesakes.find((one) => agree(one.issuer, issuer) && agree(one.birthDate, birthDate))
    const name = textOf(dataSet, TAG.PatientName) ?? ''
    if (known !== undefined) {
      known.issuer ||= issuer
      known.birthDate ||= birthDate
      const isNew = name !== '' && !known.names.some((one) => areSpellingsOfOneName(one, name))
      if (isNew) known.names.push(name)
      return { ordinal: known.ordinal, isAnotherName: isNew && known.names.length > 1 }
    }
    const identity = { ordinal: this.#count++, issuer, birthDate, names: name === '' ? [] : [name] }
    this.#identities.set(key, [...namesakes, identity])
    return { ordinal: identity.ordinal, isAnotherName: false }
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
