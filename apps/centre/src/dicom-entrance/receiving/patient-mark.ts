/**
 * Whom an instance is of, as far as it says: what tells the messages of one association apart. An ID is unique within
 * its issuer only; without an ID the name stands for it, and without both a study is a patient of its own.
 */
import { type InstanceHeader, TAG, textOf } from '@epacs/dicom'

export interface PatientMark {
  readonly key: string
  readonly issuer: string
  readonly birthDate: string
}

export function patientMark({ dataSet, studyInstanceUid }: InstanceHeader): PatientMark {
  const id = textOf(dataSet, TAG.PatientID) ?? ''
  const name = textOf(dataSet, TAG.PatientName) ?? ''
  return {
    key: id !== '' ? `id ${id}` : name !== '' ? `name ${name}` : `study ${studyInstanceUid}`,
    issuer: textOf(dataSet, TAG.IssuerOfPatientID) ?? '',
    birthDate: textOf(dataSet, TAG.PatientBirthDate) ?? '',
  }
}

/** Reports often leave out what images hold. */
export function isSamePatient(one: PatientMark, other: PatientMark): boolean {
  return one.key === other.key && agree(one.issuer, other.issuer) && agree(one.birthDate, other.birthDate)
}

function agree(one: string, other: string): boolean {
  return one === other || one === '' || other === ''
}
