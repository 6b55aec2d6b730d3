/** What an instance says of where it belongs. */
import { createHash } from 'node:crypto'
import { type InstanceHeader, keyText, TAG } from '@epacs/dicom'
import type { Person } from './person.ts'

export interface Claim {
  /** Patient ID (0010,0020); empty: none. */
  readonly patientId: string
  /** Tells its patient from all others. */
  readonly patientKey: string
  readonly person: Person
  /** Empty: none. */
  readonly modality: string
}

export function claimOf({ dataSet, studyInstanceUid }: InstanceHeader): Claim {
  const patientId = keyText(dataSet, TAG.PatientID)
  const person = {
    name: keyText(dataSet, TAG.PatientName).replaceAll(/[\^= ]+$/g, ''),
    birthDate: keyText(dataSet, TAG.PatientBirthDate),
  }
  return {
    patientId,
    patientKey: patientId === '' ? anonymousKey(person, studyInstanceUid) : `id ${patientId}`,
    person,
    modality: keyText(dataSet, TAG.Modality),
  }
}

/**
 * Without a Patient ID, name and birth date together tell a person; without one of them each study is somebody
 * else's, because two people without a name must never become one.
 */
function anonymousKey({ name, birthDate }: Person, studyInstanceUid: string): string {
  return name !== '' && birthDate !== '' ? `person ${name}\n${birthDate}` : `study ${studyInstanceUid}`
}

/** A Patient ID for a record whose files have none: the same for the same files, and nobody else's. */
export function inventedPatientId(patientKey: string): string {
  return `UNKNOWN-${createHash('sha256').update(patientKey).digest('hex').slice(0, 16).toUpperCase()}`
}
