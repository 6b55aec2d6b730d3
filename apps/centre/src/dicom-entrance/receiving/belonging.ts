/** Where an instance belongs, and whether it can stand in one message, and one file-set, with others. */
import { type InstanceHeader, TAG, textOf } from '@epacs/dicom'
import { canBeOnePerson, claimOf } from '@epacs/package'

/** What an instance says of whom and what it is of. */
export interface Belonging {
  /** Of the patient, as the package tells patients apart. */
  readonly patientKey: string
  readonly name: string
  readonly birthDate: string
  /** Of the patient's ID: it is unique within its issuer only. */
  readonly issuer: string
  readonly studyInstanceUid: string
  readonly seriesInstanceUid: string
  readonly modality: string
}

export function belongingOf(header: InstanceHeader): Belonging {
  const { patientKey, person, modality } = claimOf(header)
  const { studyInstanceUid, seriesInstanceUid } = header
  const issuer = textOf(header.dataSet, TAG.IssuerOfPatientID) ?? ''
  return { patientKey, ...person, issuer, studyInstanceUid, seriesInstanceUid, modality }
}

/** Those that stand together already. */
export class Companions {
  readonly #persons: Belonging[] = []
  readonly #series = new Map<string, { readonly study: string; modality: string }>()

  /** Of one patient, and without a contradiction that a DICOMDIR could not hold (PS3.3 §F.5). */
  canTake(one: Belonging): boolean {
    return this.isOfPatient(one) && this.#fitsSeries(one)
  }

  /** Of the patient that they are of; of any, as long as there are none. */
  isOfPatient(one: Belonging): boolean {
    return this.#persons.every(
      (other) =>
        other.patientKey === one.patientKey &&
        agree(other.issuer, one.issuer) &&
        agree(other.birthDate, one.birthDate) &&
        (other.name === '' || one.name === '' || canBeOnePerson(other, one)),
    )
  }

  add(one: Belonging): void {
    const { seriesInstanceUid, studyInstanceUid, modality } = one
    const series = this.#series.get(seriesInstanceUid)
    if (series === undefined) this.#series.set(seriesInstanceUid, { study: studyInstanceUid, modality })
    else series.modality ||= modality
    const isKnown = this.#persons.some(
      ({ name, birthDate, issuer }) =>
        name === one.name && birthDate === one.birthDate && issuer === one.issuer,
    )
    if (!isKnown) this.#persons.push(one)
  }

  #fitsSeries({ seriesInstanceUid, studyInstanceUid, modality }: Belonging): boolean {
    const series = this.#series.get(seriesInstanceUid)
    return series === undefined || (series.study === studyInstanceUid && agree(series.modality, modality))
  }
}

/** Reports often leave out what images hold. */
function agree(one: string, other: string): boolean {
  return one === other || one === '' || other === ''
}
