/**
 * What is made of a file besides what its bytes say as an object: its name, its kind and where it came from decide
 * whether it was meant as an image or merely came along.
 */
import type { OutcomeCode } from '../outcome-codes.ts'
import type { FileKind } from '../reading/file-kind.ts'
import {
  claimsToBeDicom,
  folderOf,
  isNamedDicomdir,
  isNamedLikeCompanion,
  isNamedPartOfZip,
  isPackedDocument,
} from '../reading/file-names.ts'
import { type ArchiveEntry, METHOD_DEFLATED, METHOD_STORED } from '../zip/archive-entries.ts'
import { type DirectoryFinding, type Finding, type Remark, refused } from './file-record.ts'

/** A DICOMDIR by its File Meta, or by its name where its bytes leave it open. */
export function isTakenForDicomdir(name: string, kind: FileKind): boolean {
  return kind.kind === 'dicomdir' || (kind.kind === 'other' && isNamedDicomdir(name) && !kind.hasDicomMagic)
}

/** Of no use, and no reason to keep the images back. */
export function unreadableDicomdir(detail: string): DirectoryFinding {
  return { kind: 'directory', remark: { code: 'dicomdir-faulty', detail }, listed: [] }
}

export function unopenedArchive(format: string): Finding {
  return refused('unsupported-archive', `It is a ${format} archive.`)
}

/**
 * A file that was sent as it is.
 *
 * @param finding of its bytes, read as an object
 * @param isCdImage asked only where it matters
 */
export async function judgeLoose<Taken>(
  name: string,
  finding: Finding | Taken,
  isCdImage: () => Promise<boolean>,
): Promise<Finding | Taken> {
  if (!isRefusal(finding)) return finding
  if (isNamedDicomdir(name)) return unreadableDicomdir(finding.remark.detail)
  if (finding.remark.code !== 'not-dicom') return finding
  if (await isCdImage()) return refused('unsupported-archive', 'It is the image of a CD (ISO 9660).')
  if (isNamedPartOfZip(name)) {
    return refused('archive-in-parts', 'It is named like one part of several of a ZIP; send it unsplit.')
  }
  if (/\.zip$/iu.test(name)) {
    return refused('archive-damaged', 'It is named like a ZIP and does not begin like one.')
  }
  // In a folder that was sent whole there are viewers and the like; a file that was chosen by itself is meant.
  const isChosenByItself = folderOf(name) === ''
  if (isChosenByItself || claimsToBeDicom(name)) return finding
  const { detail } = finding.remark
  return { kind: 'left-out', remark: { code: 'companion-file', detail }, refusal: finding.remark }
}

/** An entry of an archive that is not unpacked, whatever it holds; undefined: it is. */
export function judgeUnpackable({ name, kind, method }: ArchiveEntry): Finding | undefined {
  if (kind === 'link') return leftOut('link', 'A symbolic link.')
  if (kind === 'special') return leftOut('special-entry', 'Neither a file nor a folder.')
  if (method === METHOD_STORED || method === METHOD_DEFLATED) return undefined
  const refusal = refused('unsupported-compression', `Packed with method ${method}; 0 and 8 are supported.`)
  return isNamedLikeCompanion(name) ? leftOut('companion-file', 'Not unpacked.', refusal.remark) : refusal
}

/**
 * An entry of an archive.
 *
 * @param finding of its bytes, read as an object
 */
export function judgeEntry<Taken>(name: string, kind: FileKind, finding: Finding | Taken): Finding | Taken {
  if (!isRefusal(finding)) return finding
  if (isNamedDicomdir(name)) return unreadableDicomdir(finding.remark.detail)
  const hasDicomMagic = kind.kind === 'other' && kind.hasDicomMagic
  if (hasDicomMagic || claimsToBeDicom(name)) return finding
  const { code, detail } = finding.remark
  const isNoObject = code === 'not-dicom' || code === 'empty-file' || isNamedLikeCompanion(name)
  return isNoObject ? leftOut('companion-file', detail, finding.remark) : finding
}

export function nestedArchive(name: string, format: string): Finding {
  const detail = `It is a ${format} archive in an archive.`
  if (claimsToBeDicom(name)) return refused('unsupported-archive', detail)
  return leftOut(isPackedDocument(name) ? 'companion-file' : 'nested-archive', detail)
}

/** @param refusal what is said instead when a DICOMDIR names the file */
function leftOut(code: OutcomeCode, detail: string, refusal: Remark = { code, detail }): Finding {
  return { kind: 'left-out', remark: { code, detail }, refusal }
}

function isRefusal(finding: unknown): finding is Finding & { readonly kind: 'refused' } {
  return typeof finding === 'object' && finding !== null && 'kind' in finding && finding.kind === 'refused'
}
