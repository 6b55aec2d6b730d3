/** What a query or retrieval is about (PS3.4 §C.4.1.1.3, §C.4.2.1.4): its level and keys, read as text. */
import { type DataSet, TAG, type Tag, textOf } from '@epacs/dicom'
import { isUniversal } from '@epacs/dicom/matching'
import { type Identifier, type QueryModel, QueryRefusal, STATUS } from '@epacs/dicom/network'
import type { UidScope } from '../holding/held-objects.ts'

export const QUERY_LEVEL: Tag = 0x00080052
export type Level = 'PATIENT' | 'STUDY' | 'SERIES' | 'IMAGE'

const LEVELS: Readonly<Record<QueryModel, readonly Level[]>> = {
  'patient-root': ['PATIENT', 'STUDY', 'SERIES', 'IMAGE'],
  'study-root': ['STUDY', 'SERIES', 'IMAGE'],
}
/** PS3.4 tables C.6-1 to C.6-5: what makes one of a level. */
export const UNIQUE: Readonly<Record<Level, Tag>> = {
  PATIENT: TAG.PatientID,
  STUDY: TAG.StudyInstanceUID,
  SERIES: TAG.SeriesInstanceUID,
  IMAGE: TAG.SOPInstanceUID,
}

export interface Asked {
  readonly level: Level
  /** Of keys that were given a value. */
  readonly keys: ReadonlyMap<Tag, string>
  readonly uids: UidScope
}

/** Elements as the rest of the product reads them. */
export function dataSetOf(identifier: Identifier): DataSet {
  return new Map([...identifier].map(([tag, element]) => [tag, { ...element, items: [] }]))
}

/** @throws QueryRefusal */
export function askedFor(model: QueryModel, identifier: Identifier): Asked {
  const dataSet = dataSetOf(identifier)
  const told = textOf(dataSet, QUERY_LEVEL) ?? ''
  const level = LEVELS[model].find((each) => each === told)
  if (level === undefined) throw notOfClass('No such Query/Retrieve Level here', QUERY_LEVEL)
  const keys = new Map<Tag, string>()
  for (const { tag, vr, value } of identifier.values()) {
    if (tag === QUERY_LEVEL || tag === TAG.SpecificCharacterSet || vr === 'SQ' || value.length === 0) continue
    const text = textOf(dataSet, tag) ?? ''
    if (!isUniversal(text)) keys.set(tag, text)
  }
  const uidsOf = (tag: Tag) =>
    keys
      .get(tag)
      ?.split('\\')
      .map((uid) => uid.trim())
  const uids = {
    study: uidsOf(TAG.StudyInstanceUID),
    series: uidsOf(TAG.SeriesInstanceUID),
    // Below the level nothing is a key.
    instance: level === 'IMAGE' ? uidsOf(TAG.SOPInstanceUID) : undefined,
  }
  return { level, keys, uids: level === 'STUDY' || level === 'PATIENT' ? { study: uids.study } : uids }
}

/** A retrieval names what it wants (PS3.4 §C.4.2.1.4.1). @throws QueryRefusal */
export function requireUniqueKey({ level, keys }: Asked): void {
  const tag = UNIQUE[level]
  if (!keys.has(tag)) throw notOfClass(`The identifier names no ${level.toLowerCase()}`, tag)
}

function notOfClass(errorComment: string, tag: Tag): QueryRefusal {
  return new QueryRefusal({
    status: STATUS.identifierDoesNotMatchSopClass,
    errorComment,
    offendingElements: [tag],
  })
}
