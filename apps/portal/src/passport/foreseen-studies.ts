/** What recipients' PACS will do with the studies that are kept, in the order in which the form shows them. */
import type { FoundPatient, FoundStudy } from '@epacs/intake/looking'
import { foreseeStudies, type RecipientPassport, type StudyForesight } from '@epacs/intake/passport'

export interface ForeseenStudy {
  readonly study: FoundStudy
  readonly foresights: readonly StudyForesight[]
}

export function foreseenStudies(
  patients: readonly FoundPatient[],
  leftOut: ReadonlySet<string>,
  passport: RecipientPassport,
): readonly ForeseenStudy[] {
  return patients.flatMap(({ studies }) =>
    studies.flatMap((study): readonly ForeseenStudy[] => {
      const kept = study.series.filter(({ key }) => !leftOut.has(key))
      const kinds = kept.flatMap((series) =>
        series.kinds.map((kind) => ({ ...kind, study: study.studyInstanceUid })),
      )
      const foresights = foreseeStudies(kinds, passport)
      return foresights.length === 0 ? [] : [{ study, foresights }]
    }),
  )
}
