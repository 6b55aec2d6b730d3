/** What rules look at in an image. It stays in memory: descriptions may name patients. */
import { characterSetOf, type HeaderSoFar, TAG, type Tag, textOf } from '@epacs/dicom'
import type { RuleConfig } from '../config/schema.ts'

type Condition = keyof RuleConfig['when']

/** Undefined: the image does not say. A text with several values (PS3.5 §6.4) has them separated by backslashes. */
export type Facts = Readonly<Record<Condition, string | undefined>>

export interface Call {
  readonly calling: string
  readonly called: string
}

/** Without a title that calls: it came by no association. */
export type CallOrNone = Omit<Call, 'calling'> & { readonly calling: string | undefined }

export function factsOf({ dataSet }: Pick<HeaderSoFar, 'dataSet'>, { calling, called }: CallOrNone): Facts {
  const text = (tag: Tag) => textOf(dataSet, tag)?.trim() || undefined
  const referrers = dataSet.get(TAG.ReferringPhysicianIdentificationSequence)?.items ?? []
  return {
    calling,
    called,
    modality: text(TAG.Modality),
    studyDescription: text(TAG.StudyDescription),
    seriesDescription: text(TAG.SeriesDescription),
    institution: text(TAG.InstitutionName),
    referringInstitution:
      referrers
        .flatMap((item) => textOf(item, TAG.InstitutionName, characterSetOf(dataSet))?.trim() || [])
        .join('\\') || undefined,
    requestingService: text(TAG.RequestingService),
  }
}
