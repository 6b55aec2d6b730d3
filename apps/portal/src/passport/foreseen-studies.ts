/** What recipients' PACS will do with the studies that are kept, in the order in which the form shows them. */
import type { FoundPatient, FoundStudy } from '@epacs/intake/looking'
import {
  foreseeStudies,
  type ImageKind,
  type RecipientPassport,
  type StudyForesight,
} from '@epacs/intake/passport'

/** As the centre makes it of a PDF that goes with a message (PS3.3 §A.45.1). */
const REPORT: ImageKind = {
  sopClassUid: '1.2.840.10008.5.1.4.1.1.104.1',
  transferSyntaxUid: '1.2.840.10008.1.2.1',
  modality: 'DOC',
  characterSets: ['ISO_IR 192'],
}

export interface ForeseenStudy {
  readonly study: FoundStudy
  readonly foresights: readonly StudyForesight[]
}

/** @param reportStudy Study Instance UID of the one that a report goes with */
export function foreseenStudies(
  patients: readonly FoundPatient[],
  leftOut: ReadonlySet<string>,
  passport: RecipientPassport,
  reportStudy?: string,
): readonly ForeseenStudy[] {
  return patients.flatMap(({ studies }) =>
    studies.flatMap((study): readonly ForeseenStudy[] => {
      const kept = study.series.filter(({ key }) => !leftOut.has(key))
      const kinds = kept.flatMap((series) =>
        series.kinds.map((kind) => ({ ...kind, study: study.studyInstanceUid })),
      )
      const isReported = kept.length > 0 && study.studyInstanceUid === reportStudy
      const report = isReported ? [{ ...REPORT, study: study.studyInstanceUid, instances: 1 }] : []
      const foresights = foreseeStudies([...kinds, ...report], passport)
      return foresights.length === 0 ? [] : [{ study, foresights }]
    }),
  )
}
