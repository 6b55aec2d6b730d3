/** Transfer syntaxes (PS3.6 table A-1) that PACS are asked about, by the names that people know them by. */

export const TRANSFER_SYNTAX_NAMES: ReadonlyMap<string, string> = new Map([
  ['1.2.840.10008.1.2', 'Implicit VR Little Endian'],
  ['1.2.840.10008.1.2.1', 'Explicit VR Little Endian'],
  ['1.2.840.10008.1.2.1.99', 'Deflated'],
  ['1.2.840.10008.1.2.2', 'Explicit VR Big Endian'],
  ['1.2.840.10008.1.2.4.50', 'JPEG'],
  ['1.2.840.10008.1.2.4.51', 'JPEG 12 bit'],
  ['1.2.840.10008.1.2.4.57', 'JPEG Lossless (process 14)'],
  ['1.2.840.10008.1.2.4.70', 'JPEG Lossless'],
  ['1.2.840.10008.1.2.4.80', 'JPEG-LS Lossless'],
  ['1.2.840.10008.1.2.4.81', 'JPEG-LS Near-Lossless'],
  ['1.2.840.10008.1.2.4.90', 'JPEG 2000 Lossless'],
  ['1.2.840.10008.1.2.4.91', 'JPEG 2000'],
  ['1.2.840.10008.1.2.4.92', 'JPEG 2000 part 2 Lossless'],
  ['1.2.840.10008.1.2.4.93', 'JPEG 2000 part 2'],
  ['1.2.840.10008.1.2.4.100', 'MPEG-2 main level'],
  ['1.2.840.10008.1.2.4.101', 'MPEG-2 high level'],
  ['1.2.840.10008.1.2.4.102', 'MPEG-4 (H.264) level 4.1'],
  ['1.2.840.10008.1.2.4.103', 'MPEG-4 (H.264) Blu-ray'],
  ['1.2.840.10008.1.2.4.104', 'MPEG-4 (H.264) level 4.2'],
  ['1.2.840.10008.1.2.4.105', 'MPEG-4 (H.264) level 4.2, 3D'],
  ['1.2.840.10008.1.2.4.106', 'MPEG-4 (H.264) stereo'],
  ['1.2.840.10008.1.2.4.107', 'HEVC (H.265)'],
  ['1.2.840.10008.1.2.4.108', 'HEVC (H.265) 10 bit'],
  ['1.2.840.10008.1.2.4.110', 'JPEG XL Lossless'],
  ['1.2.840.10008.1.2.4.111', 'JPEG XL of JPEG'],
  ['1.2.840.10008.1.2.4.112', 'JPEG XL'],
  ['1.2.840.10008.1.2.4.201', 'HTJ2K Lossless'],
  ['1.2.840.10008.1.2.4.202', 'HTJ2K Lossless RPCL'],
  ['1.2.840.10008.1.2.4.203', 'HTJ2K'],
  ['1.2.840.10008.1.2.5', 'RLE Lossless'],
])

export function transferSyntaxName(uid: string): string {
  return TRANSFER_SYNTAX_NAMES.get(uid) ?? uid
}
