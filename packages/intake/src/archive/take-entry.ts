/** One entry of a ZIP: an instance, a DICOMDIR, or something that goes along with them. */
import type { Buffer } from 'node:buffer'
import { takeDicomdir, unreadableDicomdir } from '../dicomdir/take-dicomdir.ts'
import type { FileBytes } from '../file-bytes.ts'
import type { FileAtHand } from '../instances/destination.ts'
import { takeInstance } from '../instances/take-instance.ts'
import type { OutcomeCode } from '../outcome-codes.ts'
import { type Finding, type Remark, refused, type Scope } from '../outcomes/file-record.ts'
import { shownPath } from '../outcomes/shown-path.ts'
import type { Pace } from '../pace.ts'
import { readHead } from '../reading/file-head.ts'
import { type FileKind, fileKind } from '../reading/file-kind.ts'
import {
  claimsToBeDicom,
  isNamedDicomdir,
  isNamedLikeCompanion,
  isPackedDocument,
} from '../reading/file-names.ts'
import type { Sending } from '../sending.ts'
import type { ArchiveEntry } from '../zip/archive-entries.ts'
import { METHOD_DEFLATED, METHOD_STORED, type UnpackContext, unpackEntry } from '../zip/entry-data.ts'

/** @throws ContainerRefusal, and then nothing of the archive may be kept */
export async function takeEntry(
  sending: Sending,
  scope: Scope,
  entry: ArchiveEntry,
  context: UnpackContext,
): Promise<Finding> {
  const { name, kind, method } = entry
  if (kind === 'link') return leftOut('link', 'A symbolic link.')
  if (kind === 'special') return leftOut('special-entry', 'Neither a file nor a folder.')
  if (method !== METHOD_STORED && method !== METHOD_DEFLATED) {
    const refusal = refused('unsupported-compression', `Packed with method ${method}; 0 and 8 are supported.`)
    return isNamedLikeCompanion(name) ? leftOut('companion-file', 'Not unpacked.', refusal.remark) : refusal
  }
  const bytes = bytesOf(entry, context)
  const { head, chunks } = await readHead(bytes.open())
  try {
    const file = { sending, path: shownPath({ scope, name }), bytes }
    return await takeFile(file, name, fileKind(head), chunks)
  } finally {
    await chunks.return(undefined)
  }
}

function bytesOf(entry: ArchiveEntry, context: UnpackContext): FileBytes {
  return {
    sizeBytes: entry.sizeBytes,
    isVerifiedAtEnd: true,
    open: () => unpackEntry(entry, context),
    reopen: () => unpackEntry(entry, { ...context, volume: undefined, onPacked: undefined }),
  }
}

async function takeFile(
  file: FileAtHand,
  name: string,
  kind: FileKind,
  chunks: AsyncGenerator<Buffer>,
): Promise<Finding> {
  if (kind.kind === 'zip' || kind.kind === 'archive') {
    await readToEnd(chunks, file.sending.pace)
    return nestedArchive(name, kind.kind === 'zip' ? 'ZIP' : kind.format)
  }
  if (kind.kind === 'dicomdir' || (isNamedDicomdir(name) && !kind.hasDicomMagic)) {
    return await takeDicomdir(file, chunks)
  }
  const finding = await takeInstance(file, chunks)
  if (finding.kind === 'refused' && isNamedDicomdir(name)) return unreadableDicomdir(finding.remark.detail)
  if (finding.kind !== 'refused' || kind.hasDicomMagic || claimsToBeDicom(name)) return finding
  const { code, detail } = finding.remark
  const isNoObject = code === 'not-dicom' || code === 'empty-file' || isNamedLikeCompanion(name)
  return isNoObject ? leftOut('companion-file', detail, finding.remark) : finding
}

function nestedArchive(name: string, format: string): Finding {
  const detail = `It is a ${format} archive in an archive.`
  if (claimsToBeDicom(name)) return refused('unsupported-archive', detail)
  return leftOut(isPackedDocument(name) ? 'companion-file' : 'nested-archive', detail)
}

/** Its checksum may show that the archive is damaged. */
async function readToEnd(chunks: AsyncGenerator<Buffer>, pace: Pace): Promise<void> {
  for await (const _ of chunks) await pace.rest()
}

/** @param refusal what is said instead when a DICOMDIR names the file */
function leftOut(code: OutcomeCode, detail: string, refusal: Remark = { code, detail }): Finding {
  return { kind: 'left-out', remark: { code, detail }, refusal }
}
