/** Who a patient is said to be: by an image, by the hospital's list. */
import { createHash } from 'node:crypto'
import { type DataSet, TAG, textOf } from '@epacs/dicom'

export interface Patient {
  readonly id: string
  /** Issuer of Patient ID (0010,0021); empty: nobody is named. */
  readonly issuer: string
  /** As PS3.5 §6.2, PN, has them: family^given^middle^prefix^suffix. */
  readonly name: string
  /** YYYYMMDD; empty: not known. */
  readonly birthDate: string
  /** M, F, O; empty: not known. */
  readonly sex: string
}

/** As the image says. */
export function patientIn(dataSet: DataSet): Patient {
  const text = (tag: number) => textOf(dataSet, tag)?.trim() ?? ''
  return {
    id: text(TAG.PatientID),
    issuer: text(TAG.IssuerOfPatientID),
    name: text(TAG.PatientName).replace(/\^+$/, ''),
    birthDate: text(TAG.PatientBirthDate),
    sex: text(TAG.PatientSex),
  }
}

/** The same for images that say the same, without saying what. */
export function keyOfPatient({ id, issuer, name, birthDate, sex }: Patient): string {
  return createHash('sha256')
    .update(JSON.stringify([id, issuer, name, birthDate, sex]))
    .digest('hex')
}

/** For comparing: accents, case and empty parts do not matter. */
export function foldedName(name: string): string {
  const [alphabetic = ''] = name.split('=')
  return alphabetic
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split('^')
    .slice(0, 2)
    .map((part) => part.trim())
    .join('^')
}
