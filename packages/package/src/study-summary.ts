/** What a package holds, told by study and series: the shape in which messages show it. */

export interface SeriesSummary {
  readonly seriesInstanceUid: string
  readonly modality: string
  readonly description: string | null
  readonly instances: number
}

export interface PatientSummary {
  /** As in the files; empty when they carry none, whatever was made up for the directory. */
  readonly id: string
  readonly name: string
  /** YYYY-MM-DD. */
  readonly birthDate: string | null
  /** M, F or O. */
  readonly sex: string | null
}

export interface StudySummary {
  readonly studyInstanceUid: string
  readonly patient: PatientSummary
  /** YYYY-MM-DD; null when the files carry none. */
  readonly date: string | null
  readonly description: string | null
  /** Each once, in the order in which they were met. */
  readonly modalities: readonly string[]
  readonly series: readonly SeriesSummary[]
}
