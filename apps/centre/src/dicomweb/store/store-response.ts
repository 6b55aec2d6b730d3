/** What a sender is told of each instance (PS3.18 §10.5.3, annex I). */
import type { DicomJson, JsonElement } from '@epacs/dicom/json'
import type { Addresses } from '../addresses.ts'
import { element } from '../search/levels.ts'
import type { ReceivedPart } from './receive-parts.ts'

export interface PartResult extends ReceivedPart {
  readonly isStored: boolean
  /** Of the intake; null: nothing to say. */
  readonly code: string | null
}

/** Failure reasons by what the intake says (PS3.18 table 10.5.3-1, PS3.4 table B.2-1). */
export const REASONS: Readonly<Record<string, number>> = {
  'mailbox-full': 0xa700,
  'centre-out-of-space': 0xa700,
  'centre-failure': 0x0110,
  'other-study': 0xa900,
  'conflicting-instance': 0x0111,
  'non-patient-object': 0x0122,
}
/** For everything else. */
export const CANNOT_UNDERSTAND = 0xc000
/** PS3.18 table 10.5.3-2: elements were not taken as they are. Ours always are; something else about it is odd. */
const DATA_SET_ODD = 0xb007

export interface StoreResponse {
  /** 200: all stored; 202: some; 409: none. */
  readonly status: 200 | 202 | 409
  readonly object: DicomJson
}

export function storeResponse(results: readonly PartResult[], addresses: Addresses): StoreResponse {
  const stored = results.filter(({ isStored }) => isStored)
  const failed = results.filter(({ isStored }) => !isStored)
  const named = failed.filter(({ sopInstanceUid }) => sopInstanceUid !== null)
  const nameless = failed.filter(({ sopInstanceUid }) => sopInstanceUid === null)
  const studies = new Set(stored.map(({ studyInstanceUid }) => studyInstanceUid))
  const [study] = studies
  const object: Record<string, JsonElement> = {
    ...(studies.size === 1 && study != null ? { '00081190': element('UR', addresses.study(study)) } : {}),
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

function sequence(tag: string, items: readonly DicomJson[]): Record<string, JsonElement> {
  return items.length === 0 ? {} : { [tag]: element('SQ', ...items) }
}

function reference({ sopClassUid, sopInstanceUid }: PartResult): DicomJson {
  return {
    ...(sopClassUid === null ? {} : { '00081150': element('UI', sopClassUid) }),
    ...(sopInstanceUid === null ? {} : { '00081155': element('UI', sopInstanceUid) }),
  }
}

function oddity({ code }: PartResult): DicomJson {
  return code === null ? {} : { '00081196': element('US', DATA_SET_ODD) }
}

function reason({ code }: PartResult): DicomJson {
  return { '00081197': element('US', REASONS[code ?? ''] ?? CANNOT_UNDERSTAND) }
}
