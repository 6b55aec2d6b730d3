/** Decides how a data set is encoded, from what was declared and from what its first bytes show. */
import { DicomError } from '../dicom-error.ts'
import { SNIFFED_BYTES, sniffEncoding } from '../encoding/sniff.ts'
import {
  type Encoding,
  nativeTransferSyntax,
  type TransferSyntax,
  transferSyntax,
} from '../encoding/transfer-syntax.ts'
import { type FileMeta, uidText } from '../file/file-meta.ts'
import { TAG } from '../tags.ts'
import type { ReadingRemark } from './instance-header.ts'

export interface SettledEncoding {
  readonly syntax: TransferSyntax
  /** Seen, not declared: nothing says how encapsulated pixel data would be compressed. */
  readonly isInferred: boolean
  readonly remarks: readonly ReadingRemark[]
}

/**
 * @param first SNIFFED_BYTES of the data set, fewer when it has fewer
 * @throws DicomError 'unknown-transfer-syntax', 'damaged', 'not-dicom', 'truncated'
 */
export function settleEncoding(meta: FileMeta, first: Uint8Array): SettledEncoding {
  const place = { offset: meta.dataSetOffset, tag: TAG.TransferSyntaxUID }
  const declared = declaredSyntax(meta)
  if (declared === 'unknown') {
    throw new DicomError('unknown-transfer-syntax', 'A private transfer syntax that is not known', place)
  }
  const isEmptyMeta = meta.elements.size === 0
  const isBare = isEmptyMeta && !meta.hasPreamble
  const seen = first.length < SNIFFED_BYTES ? undefined : sniffEncoding(first)
  if (declared?.deflated) {
    // A deflate stream does not begin like an explicit element: its first block would contradict its own length.
    const isPlain = seen?.vr === 'explicit' && seen.byteOrder === 'little'
    return isPlain ? corrected(seen, declared) : settled(declared)
  }
  if (seen === undefined) {
    if (declared !== undefined) return settled(declared)
    if (isBare) throw new DicomError('not-dicom', NOT_DICOM, { offset: 0 })
    throw new DicomError('damaged', 'No data set begins behind the preamble', { offset: meta.dataSetOffset })
  }
  if (declared === undefined) {
    // Nobody ever wrote such a data set; a font begins like that.
    if (isBare && nativeTransferSyntax(seen) === undefined)
      throw new DicomError('not-dicom', NOT_DICOM, place)
    const syntax = native(seen, place)
    const detail = 'Transfer Syntax UID is missing'
    return { syntax, isInferred: true, remarks: isEmptyMeta ? [] : [{ code: 'meta-corrected', detail }] }
  }
  if (declared.vr === seen.vr && declared.byteOrder === seen.byteOrder) return settled(declared)
  return corrected(seen, declared)
}

export const NOT_DICOM = 'Neither a DICOM file nor a bare data set'

function declaredSyntax(meta: FileMeta): TransferSyntax | 'unknown' | undefined {
  const uid = uidText(meta.elements.get(TAG.TransferSyntaxUID))
  const known = transferSyntax(uid)
  if (known !== undefined) return known
  // Not a UID at all, or one of the standard that is no transfer syntax: as good as none.
  if (!/^\d[\d.]*$/.test(uid) || uid.startsWith('1.2.840.10008.')) return undefined
  return 'unknown'
}

function settled(syntax: TransferSyntax): SettledEncoding {
  if (syntax.origin === 'standard') return { syntax, isInferred: false, remarks: [] }
  const remark = { code: 'private-transfer-syntax', detail: `Transfer syntax ${syntax.uid}` } as const
  return { syntax, isInferred: false, remarks: [remark] }
}

function corrected(seen: Encoding, declared: TransferSyntax): SettledEncoding {
  const syntax = native(seen, { offset: 0, tag: TAG.TransferSyntaxUID })
  const detail = `Declared ${describe(declared)}, encoded ${describe(seen)}`
  return { syntax, isInferred: true, remarks: [{ code: 'encoding-corrected', detail }] }
}

function native(seen: Encoding, place: { offset: number; tag: number }): TransferSyntax {
  const syntax = nativeTransferSyntax(seen)
  if (syntax !== undefined) return syntax
  throw new DicomError(
    'unknown-transfer-syntax',
    'Implicit VR in big endian, which DICOM does not have',
    place,
  )
}

function describe({ vr, byteOrder, deflated }: Encoding & { readonly deflated?: boolean }): string {
  return `${deflated ? 'deflated ' : ''}${vr} VR, ${byteOrder} endian`
}
