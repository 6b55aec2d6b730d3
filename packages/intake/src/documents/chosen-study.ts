/** To which of the studies in the package a document belongs. */
import type { FileRecord, TakenInstance } from '../outcomes/file-record.ts'

export type ChosenStudy =
  | {
      readonly kind: 'study'
      readonly instance: TakenInstance
      /** None was chosen, and there are others. */
      readonly isFirstOfSeveral: boolean
    }
  | { readonly kind: 'none'; readonly why: string }

/**
 * The first instance that was taken of it.
 *
 * @param studyInstanceUid as the sender chose; null: the first study, when all of them are one patient's
 */
export function chosenStudy(records: readonly FileRecord[], studyInstanceUid: string | null): ChosenStudy {
  let first: TakenInstance | undefined
  let isFirstOfSeveral = false
  for (const { finding } of records) {
    if (finding.kind !== 'taken') continue
    const { instance } = finding
    if (studyInstanceUid === instance.studyInstanceUid)
      return { kind: 'study', instance, isFirstOfSeveral: false }
    first ??= instance
    isFirstOfSeveral ||= instance.studyInstanceUid !== first.studyInstanceUid
    if (studyInstanceUid === null && instance.patient !== first.patient) {
      return { kind: 'none', why: 'Several patients are sent, and no study was chosen for it.' }
    }
  }
  if (first === undefined) return { kind: 'none', why: 'No image was accepted that it could stand beside.' }
  if (studyInstanceUid !== null)
    return { kind: 'none', why: 'The study that was chosen for it is not there.' }
  return { kind: 'study', instance: first, isFirstOfSeveral }
}
