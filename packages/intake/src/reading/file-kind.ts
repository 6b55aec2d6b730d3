/** What a file is, told by its first bytes. Names only help where bytes leave it open. */

export type FileKind =
  | { readonly kind: 'zip' }
  /** An archive that is not opened; `format` as people call it. */
  | { readonly kind: 'archive'; readonly format: string }
  /** A DICOMDIR by its File Meta, whatever it is called. */
  | { readonly kind: 'dicomdir' }
  /** Part 10 by its magic word; `false` leaves it open whether it is a bare data set or no DICOM at all. */
  | { readonly kind: 'other'; readonly hasDicomMagic: boolean }

/** Enough for the preamble with File Meta's first elements, and for a tar header. */
export const HEAD_BYTES = 512

const DICOM_MAGIC_AT = 128
const PART_10_META_AT = 132
const MEDIA_STORAGE_DIRECTORY = '1.2.840.10008.1.3.10'
/** Media Storage SOP Class UID with its VR; what follows is the length in two bytes and the value. */
const MEDIA_STORAGE_CLASS = '\x02\x00\x02\x00UI'

/** Local header, end records of an empty archive, marker of a split one (APPNOTE 4.3.7, 4.3.14, 4.3.16, 8.5.3). */
const ZIP_SIGNATURES = ['PK\x03\x04', 'PK\x05\x06', 'PK\x06\x06', 'PK\x07\x08']

const ARCHIVE_SIGNATURES: readonly { format: string; at: number; bytes: string }[] = [
  { format: '7-Zip', at: 0, bytes: "7z\xbc\xaf'\x1c" },
  { format: 'RAR', at: 0, bytes: 'Rar!\x1a\x07' },
  { format: 'gzip', at: 0, bytes: '\x1f\x8b\x08' },
  { format: 'bzip2', at: 0, bytes: 'BZh' },
  { format: 'xz', at: 0, bytes: '\xfd7zXZ\x00' },
  { format: 'Zstandard', at: 0, bytes: '\x28\xb5\x2f\xfd' },
  { format: 'LZ4', at: 0, bytes: '\x04\x22\x4d\x18' },
  { format: 'Cabinet', at: 0, bytes: 'MSCF\x00\x00\x00\x00' },
  { format: 'tar', at: 257, bytes: 'ustar' },
]

export function fileKind(head: Uint8Array): FileKind {
  // First of all: a preamble may hold anything (PS3.10 §7.1), the signature of an archive too.
  if (standsAt(head, DICOM_MAGIC_AT, 'DICM')) {
    return isDirectoryMeta(head) ? { kind: 'dicomdir' } : { kind: 'other', hasDicomMagic: true }
  }
  if (ZIP_SIGNATURES.some((signature) => standsAt(head, 0, signature))) return { kind: 'zip' }
  const archive = ARCHIVE_SIGNATURES.find(({ at, bytes }) => standsAt(head, at, bytes))
  if (archive !== undefined) return { kind: 'archive', format: archive.format }
  return { kind: 'other', hasDicomMagic: false }
}

function isDirectoryMeta(head: Uint8Array): boolean {
  for (let at = PART_10_META_AT; at < head.length; at++) {
    if (!standsAt(head, at, MEDIA_STORAGE_CLASS)) continue
    return standsAt(head, at + MEDIA_STORAGE_CLASS.length + 2, MEDIA_STORAGE_DIRECTORY)
  }
  return false
}

/** @param signature each character one byte */
export function standsAt(bytes: Uint8Array, at: number, signature: string): boolean {
  for (let index = 0; index < signature.length; index++) {
    if (bytes[at + index] !== signature.charCodeAt(index)) return false
  }
  return true
}

/** Where an ISO 9660 volume says what it is: the image of a CD, as burning programs leave it. */
export const ISO_9660_MARK = { at: 32_769, text: 'CD001' } as const
