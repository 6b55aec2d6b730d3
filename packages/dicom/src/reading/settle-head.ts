/** Decides what must stand before the data set in a file-set: what came, or a better one. */
import type { TransferSyntax } from '../encoding/transfer-syntax.ts'
import { type HeadFacts, withoutPreamble, writeFileHead } from '../file/file-head.ts'
import { type FileMeta, PREAMBLE_BYTES, uidText } from '../file/file-meta.ts'
import { isExecutable } from '../file/preamble.ts'
import { TAG } from '../tags.ts'
import type { ReadingRemark } from './instance-header.ts'

export interface SettledHead {
  /** Undefined: the original is right. */
  readonly replacement: Uint8Array | undefined
  readonly remarks: readonly ReadingRemark[]
}

/** @param original the bytes before the data set */
export function settleHead(
  original: Uint8Array,
  meta: FileMeta,
  syntax: TransferSyntax,
  uids: { readonly sopClassUid: string; readonly sopInstanceUid: string },
): SettledHead {
  const facts = { ...uids, transferSyntaxUid: syntax.uid }
  const remarks: ReadingRemark[] = []
  if (!meta.hasPreamble) remarks.push({ code: 'no-preamble', detail: 'No preamble and no "DICM"' })
  const preamble = original.subarray(0, PREAMBLE_BYTES)
  const hasProgram = meta.hasPreamble && isExecutable(preamble)
  if (hasProgram) remarks.push({ code: 'executable-preamble', detail: 'The preamble begins like a program' })
  const faults = meta.elements.size === 0 ? [] : faultsOf(meta, facts)
  if (meta.hasPreamble && meta.elements.size === 0) faults.push('File Meta Information is missing')
  for (const detail of faults) remarks.push({ code: 'meta-corrected', detail })
  const isTransferSyntaxRight = uidText(meta.elements.get(TAG.TransferSyntaxUID)) === syntax.uid
  if (!meta.hasPreamble || faults.length > 0 || !isTransferSyntaxRight) {
    return { replacement: writeFileHead(facts, meta), remarks }
  }
  return { replacement: hasProgram ? withoutPreamble(original) : undefined, remarks }
}

/** What PS3.10 §7.1 asks for and readers stumble over; a missing version or implementation is no such thing. */
function faultsOf(meta: FileMeta, facts: HeadFacts): string[] {
  const faults: string[] = []
  if (!meta.isExplicitLittle) faults.push('File Meta Information is not in Explicit VR Little Endian')
  if (!meta.isGroupLengthRight) faults.push('File Meta Information Group Length is missing or wrong')
  const sopClass = uidText(meta.elements.get(TAG.MediaStorageSOPClassUID))
  if (sopClass !== facts.sopClassUid) faults.push('Media Storage SOP Class UID is not that of the data set')
  const sopInstance = uidText(meta.elements.get(TAG.MediaStorageSOPInstanceUID))
  if (sopInstance !== facts.sopInstanceUid) {
    faults.push('Media Storage SOP Instance UID is not that of the data set')
  }
  return faults
}
