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

/** Of texts that the writer remembers, however long the files have them: a name of megabytes is no name. */
const REMEMBERED_CHARACTERS = 200

export function claimOf({ dataSet, studyInstanceUid }: InstanceHeader): Claim {
  const patientId = keyText(dataSet, TAG.PatientID)
  const name = withoutEmptyParts(keyText(dataSet, TAG.PatientName))
  const birthDate = keyText(dataSet, TAG.PatientBirthDate)
  return {
    patientId: remembered(patientId),
    patientKey:
      patientId === '' ? anonymousKey(name, birthDate, studyInstanceUid) : `id ${remembered(patientId)}`,
    person: { name: remembered(name), birthDate: remembered(birthDate) },
    modality: remembered(keyText(dataSet, TAG.Modality)),
  }
}

/** "Novák^Jan^^" is "Novák^Jan", and "^^^^" is nobody. */
function withoutEmptyParts(name: string): string {
  let end = name.length
  while (end > 0 && '^= '.includes(name.charAt(end - 1))) end--
  return name.slice(0, end)
}

/**
 * Without a Patient ID, name and birth date together tell a person; without one of them each study is somebody
 * else's, because two people without a name must never become one.
 */
function anonymousKey(name: string, birthDate: string, studyInstanceUid: string): string {
  if (name === '' || birthDate === '') return `study ${studyInstanceUid}`
  return `person ${remembered(name)} ${remembered(birthDate)}`
}

/** Texts that differ stay different. */
function remembered(text: string): string {
  if (text.length <= REMEMBERED_CHARACTERS) return text
  return `${text.slice(0, REMEMBERED_CHARACTERS)} ${digestOf(text)}`
}

/** A Patient ID for a record whose files have none: the same for the same files, and nobody else's. */
export function inventedPatientId(patientKey: string): string {
  return `UNKNOWN-${digestOf(patientKey)}`
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16).toUpperCase()
}
