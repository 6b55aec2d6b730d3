/** Which compressed images may go to a PACS in Explicit VR Little Endian instead, by the administrator's word. */
import type { PacsConfig } from '../config/schema.ts'

export const EXPLICIT_LITTLE = '1.2.840.10008.1.2.1'
const DEFLATED = '1.2.840.10008.1.2.1.99'

export type Codec = 'decodeJpeg' | 'decodeJpegLs' | 'decodeJpeg2000' | 'decodeHtJpeg2000' | 'decodeRle'

export interface Compression {
  /** Undefined: the data set as a whole is deflated. */
  readonly codec: Codec | undefined
  /** Whether the pixels may be others than those that were compressed. */
  readonly isLossy: boolean
}

const ROOT = '1.2.840.10008.1.2'
/** PS3.6 table A-1. Video is not among them, nor what no codec here decodes. */
const COMPRESSIONS: ReadonlyMap<string, Compression> = new Map([
  [DEFLATED, { codec: undefined, isLossy: false }],
  [`${ROOT}.4.50`, { codec: 'decodeJpeg', isLossy: true }],
  [`${ROOT}.4.51`, { codec: 'decodeJpeg', isLossy: true }],
  [`${ROOT}.4.57`, { codec: 'decodeJpeg', isLossy: false }],
  [`${ROOT}.4.70`, { codec: 'decodeJpeg', isLossy: false }],
  [`${ROOT}.4.80`, { codec: 'decodeJpegLs', isLossy: false }],
  [`${ROOT}.4.81`, { codec: 'decodeJpegLs', isLossy: true }],
  [`${ROOT}.4.90`, { codec: 'decodeJpeg2000', isLossy: false }],
  // May be reversible; only the image itself says so.
  [`${ROOT}.4.91`, { codec: 'decodeJpeg2000', isLossy: true }],
  [`${ROOT}.4.201`, { codec: 'decodeHtJpeg2000', isLossy: false }],
  [`${ROOT}.4.202`, { codec: 'decodeHtJpeg2000', isLossy: false }],
  [`${ROOT}.4.203`, { codec: 'decodeHtJpeg2000', isLossy: true }],
  [`${ROOT}.5`, { codec: 'decodeRle', isLossy: false }],
])

/** Undefined: it goes as it is, or not at all. */
export function allowedDecompression(
  transferSyntaxUid: string,
  allowed: PacsConfig['decompress'],
): Compression | undefined {
  const compression = COMPRESSIONS.get(transferSyntaxUid)
  if (compression === undefined || allowed === 'never') return undefined
  return compression.isLossy && allowed !== 'lossy-too' ? undefined : compression
}

/** What a PACS gets in Explicit VR Little Endian where it does not take it as it is. */
export function decompressedFor(allowed: PacsConfig['decompress']): readonly string[] {
  return [...COMPRESSIONS.keys()].filter((uid) => allowedDecompression(uid, allowed) !== undefined)
}
