/** A message's studies by patient: whose images they are is the first thing that a reader must see. */
import type { Study } from '../api/types.ts'

export interface PatientStudies {
  readonly key: string
  readonly patient: Study['patient']
  readonly studies: readonly Study[]
}

export function byPatient(studies: readonly Study[]): readonly PatientStudies[] {
  const groups = new Map<string, { patient: Study['patient']; studies: Study[] }>()
  for (const study of studies) {
    const key = `${study.patient.id}\n${study.patient.name}`
    const group = groups.get(key)
    if (group) group.studies.push(study)
    else groups.set(key, { patient: study.patient, studies: [study] })
  }
  return [...groups].map(([key, group]) => ({ key, ...group }))
}
