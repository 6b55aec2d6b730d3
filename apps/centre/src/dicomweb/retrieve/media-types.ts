/** How frames go out: as they are stored, under the media type of their compression (PS3.18 table 8.7.3-5 and on). */
import type { ReadObject } from '@epacs/dicom/object'

type TransferSyntax = ReadObject['transferSyntax']

const EXPLICIT_LITTLE = '1.2.840.10008.1.2.1'
const OCTETS = 'application/octet-stream'

/** Media types of compressed frames, by transfer syntax. */
export const BY_SYNTAX: ReadonlyMap<string, string> = new Map([
  ['1.2.840.10008.1.2.5', 'image/dicom-rle'],
  ['1.2.840.10008.1.2.4.50', 'image/jpeg'],
  ['1.2.840.10008.1.2.4.51', 'image/jpeg'],
  ['1.2.840.10008.1.2.4.57', 'image/jpeg'],
  ['1.2.840.10008.1.2.4.70', 'image/jpeg'],
  ['1.2.840.10008.1.2.4.80', 'image/jls'],
  ['1.2.840.10008.1.2.4.81', 'image/jls'],
  ['1.2.840.10008.1.2.4.90', 'image/jp2'],
  ['1.2.840.10008.1.2.4.91', 'image/jp2'],
  ['1.2.840.10008.1.2.4.92', 'image/jpx'],
  ['1.2.840.10008.1.2.4.93', 'image/jpx'],
  ['1.2.840.10008.1.2.4.201', 'image/jphc'],
  ['1.2.840.10008.1.2.4.202', 'image/jphc'],
  ['1.2.840.10008.1.2.4.203', 'image/jphc'],
  ['1.2.840.10008.1.2.4.100', 'video/mpeg'],
  ['1.2.840.10008.1.2.4.101', 'video/mpeg'],
  ['1.2.840.10008.1.2.4.102', 'video/mp4'],
  ['1.2.840.10008.1.2.4.103', 'video/mp4'],
  ['1.2.840.10008.1.2.4.104', 'video/mp4'],
  ['1.2.840.10008.1.2.4.105', 'video/mp4'],
  ['1.2.840.10008.1.2.4.106', 'video/mp4'],
  ['1.2.840.10008.1.2.4.107', 'video/mp4'],
  ['1.2.840.10008.1.2.4.108', 'video/mp4'],
])

export interface Representation {
  readonly type: string
  readonly transferSyntaxUid: string
}

/** The first is the usual one. Native pixel data always leaves in little endian. */
export function frameRepresentations({ uid, pixelData }: TransferSyntax): readonly Representation[] {
  if (pixelData !== 'encapsulated') return [{ type: OCTETS, transferSyntaxUid: EXPLICIT_LITTLE }]
  const type = BY_SYNTAX.get(uid)
  const asOctets = { type: OCTETS, transferSyntaxUid: uid }
  return type === undefined ? [asOctets] : [{ type, transferSyntaxUid: uid }, asOctets]
}

export function withSyntax({ type, transferSyntaxUid }: Representation): string {
  return `${type}; transfer-syntax=${transferSyntaxUid}`
}
