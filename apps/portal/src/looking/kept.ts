/** What remains when series are left out, and which part of a long list is shown. */
import type { FoundPatient, FoundStudy } from '@epacs/intake/looking'

export const seriesKeys = (studies: readonly FoundStudy[]): readonly string[] =>
  studies.flatMap(({ series }) => series.map(({ key }) => key))

export function keptPatients(
  patients: readonly FoundPatient[],
  leftOut: ReadonlySet<string>,
): readonly FoundPatient[] {
  return patients.filter(({ studies }) => seriesKeys(studies).some((key) => !leftOut.has(key)))
}

export interface Counts {
  readonly patients: number
  readonly studies: number
  readonly series: number
  readonly instances: number
  readonly sizeBytes: number
}

export function countKept(patients: readonly FoundPatient[], leftOut: ReadonlySet<string>): Counts {
  const counts = { patients: 0, studies: 0, series: 0, instances: 0, sizeBytes: 0 }
  for (const { studies } of keptPatients(patients, leftOut)) {
    counts.patients += 1
    for (const { series } of studies) {
      const kept = series.filter(({ key }) => !leftOut.has(key))
      if (kept.length > 0) counts.studies += 1
      counts.series += kept.length
      for (const { instances, sizeBytes } of kept) {
        counts.instances += instances
        counts.sizeBytes += sizeBytes
      }
    }
  }
  return counts
}

/** The first `most` series with the studies and patients that they belong to. */
export function firstSeries(patients: readonly FoundPatient[], most: number): readonly FoundPatient[] {
  let left = most
  const shown: FoundPatient[] = []
  for (const patient of patients) {
    if (left <= 0) break
    const studies: FoundStudy[] = []
    for (const study of patient.studies) {
      if (left <= 0) break
      studies.push({ ...study, series: study.series.slice(0, left) })
      left -= study.series.length
    }
    shown.push({ ...patient, studies })
  }
  return shown
}

/** With these left out, or taken in again. */
export function withLeftOut(
  before: ReadonlySet<string>,
  keys: readonly string[],
  isLeftOut: boolean,
): ReadonlySet<string> {
  const after = new Set(before)
  for (const key of keys) {
    if (isLeftOut) after.add(key)
    else after.delete(key)
  }
  return after
}
