/** What stands on the label of a CD or USB stick with a message (IHE PDI, RAD TF-3 4.47.4.1.2.4): whose images, which, from whom. */
import { sureReading, textsOfStudy } from '@epacs/intake/looking/sure-reading'
import type { Study } from '../api/types.ts'
import { formatPersonName } from '../format/person-name.ts'
import { byPatient } from '../messages/patients.ts'

export const FORMATS = ['case', 'stick'] as const
export type LabelFormat = (typeof FORMATS)[number]

/** Lines that have room; what more there is, the medium itself lists. */
const MOST_STUDIES: Readonly<Record<LabelFormat, number>> = { case: 9, stick: 3 }

export interface LabelledStudy {
  readonly uid: string
  /** As the record has it; null: not known. */
  readonly date: string | null
  readonly modalities: string
  /** Empty: the files say none. */
  readonly description: string
  readonly images: number
}

export interface Label {
  readonly key: string
  /** Empty: the files say none. */
  readonly name: string
  readonly id: string
  readonly birthDate: string | null
  readonly sex: 'M' | 'F' | 'O' | undefined
  /** The newest first. */
  readonly studies: readonly LabelledStudy[]
  /** That have no line of their own. */
  readonly furtherStudies: number
}

/** One for each patient: a medium of several is labelled with all of theirs. */
export function labelsOf(studies: readonly Study[], format: LabelFormat): readonly Label[] {
  return byPatient(studies).map(({ key, patient, studies: own }) => {
    // What the files say does not stand beside it here.
    const read = sureReading(own.flatMap(textsOfStudy))
    const newestFirst = own.toSorted((one, other) => (other.date ?? '').localeCompare(one.date ?? ''))
    const shown = newestFirst.slice(0, MOST_STUDIES[format])
    return {
      key,
      name: formatPersonName(read(patient.name)),
      id: patient.id.trim(),
      birthDate: patient.birthDate,
      sex: (['M', 'F', 'O'] as const).find((each) => each === patient.sex),
      studies: shown.map(({ studyInstanceUid, date, modalities, description, series }) => ({
        uid: studyInstanceUid,
        date,
        modalities: modalities.join(', '),
        description: read(description ?? ''),
        images: series.reduce((sum, { instances }) => sum + instances, 0),
      })),
      furtherStudies: own.length - shown.length,
    }
  })
}
