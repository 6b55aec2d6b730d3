/** What a sender is told of each instance (PS3.18 §10.5.3, annex I), as DICOM JSON; its XML is `nativeDicomXml` of that. */
import type { DicomJson, JsonElement, JsonValue } from '@epacs/dicom/json'

/** Nothing else fits: it cannot be understood (PS3.4 table B.2-1). */
export const CANNOT_UNDERSTAND = 0xc000
/** PS3.18 table 10.5.3-2: elements were not taken as they are. Ours always are; something else about it is odd. */
const DATA_SET_ODD = 0xb007

/** Of one part. Null: not known. */
export interface StoreResult {
  readonly sopClassUid: string | null
  readonly sopInstanceUid: string | null
  readonly studyInstanceUid: string | null
  /** Failure Reason (PS3.18 table 10.5.3-1, PS3.4 table B.2-1); undefined: it is stored. */
  readonly failure: number | undefined
  readonly isOdd: boolean
}

export interface StoreResponse {
  /** 200: all stored; 202: some; 409: none. */
  readonly status: 200 | 202 | 409
  readonly object: DicomJson
}

/** @param studyUrl where a study that was stored can be had; undefined: nowhere by DICOMweb */
export function storeResponse(
  results: readonly StoreResult[],
  studyUrl?: (studyInstanceUid: string) => string,
): StoreResponse {
  const stored = results.filter(({ failure }) => failure === undefined)
  const failed = results.filter(({ failure }) => failure !== undefined)
  const named = failed.filter(({ sopInstanceUid }) => sopInstanceUid !== null)
  const nameless = failed.filter(({ sopInstanceUid }) => sopInstanceUid === null)
  const [study, ...others] = new Set(stored.map(({ studyInstanceUid }) => studyInstanceUid))
  const isOneStudy = study != null && others.length === 0
  const object: Record<string, JsonElement> = {
    ...(isOneStudy && studyUrl !== undefined ? { '00081190': element('UR', studyUrl(study)) } : {}),
    ...sequence(
      '00081198',
      named.map((each) => ({ ...reference(each), ...reason(each) })),
    ),
    ...sequence(
      '00081199',
      stored.map((each) => ({ ...reference(each), ...oddity(each) })),
    ),
    ...sequence('0008119A', nameless.map(reason)),
  }
  return { status: stored.length === 0 ? 409 : failed.length === 0 ? 200 : 202, object }
}

function element(vr: JsonElement['vr'], ...Value: readonly JsonValue[]): JsonElement {
  return { vr, Value }
}

function sequence(tag: string, items: readonly DicomJson[]): Record<string, JsonElement> {
  return items.length === 0 ? {} : { [tag]: element('SQ', ...items) }
}

function reference({ sopClassUid, sopInstanceUid }: StoreResult): DicomJson {
  return {
    ...(sopClassUid === null ? {} : { '00081150': element('UI', sopClassUid) }),
    ...(sopInstanceUid === null ? {} : { '00081155': element('UI', sopInstanceUid) }),
  }
}

function oddity({ isOdd }: StoreResult): DicomJson {
  return isOdd ? { '00081196': element('US', DATA_SET_ODD) } : {}
}

function reason({ failure = CANNOT_UNDERSTAND }: StoreResult): DicomJson {
  return { '00081197': element('US', failure) }
}
