/** One received file: an archive is opened, everything else is looked at as it is. */
import type { Buffer } from 'node:buffer'
import { takeArchive } from './archive/take-archive.ts'
import { takeDicomdir, unreadableDicomdir } from './dicomdir/take-dicomdir.ts'
import type { FileAtHand } from './instances/destination.ts'
import { takeInstance } from './instances/take-instance.ts'
import { type Finding, refused } from './outcomes/file-record.ts'
import { shownPath } from './outcomes/shown-path.ts'
import type { BlockReader } from './reading/block-reader.ts'
import { type FileKind, fileKind, ISO_9660_MARK } from './reading/file-kind.ts'
import { claimsToBeDicom, folderOf, isNamedDicomdir, isNamedPartOfZip } from './reading/file-names.ts'
import type { OpenedSource } from './reading/opened-sources.ts'
import { note, type Sending } from './sending.ts'

/** @throws TooManyInstances; as reading files does */
export async function takeSource(sending: Sending, { source, reader, head }: OpenedSource): Promise<void> {
  sending.progress.beginSource(source.sizeBytes)
  const place = { scope: sending.loose, name: source.path.replaceAll('\\', '/') }
  const kind = fileKind(head)
  if (kind.kind === 'zip') {
    await takeArchive(sending, place.name, reader)
  } else {
    const file = { sending, path: shownPath(place), bytes: bytesOf(sending, reader) }
    note(sending, { ...place, finding: await takeFile(file, place.name, kind, reader) })
  }
  sending.progress.endSource()
}

function bytesOf({ progress }: Sending, reader: BlockReader): FileAtHand['bytes'] {
  return {
    sizeBytes: reader.sizeBytes,
    isVerifiedAtEnd: false,
    async *open(): AsyncGenerator<Buffer> {
      for await (const chunk of reader.range(0, reader.sizeBytes)) {
        yield chunk
        progress.advance(chunk.length)
      }
    },
    reopen: () => reader.range(0, reader.sizeBytes),
  }
}

async function takeFile(
  file: FileAtHand,
  name: string,
  kind: Exclude<FileKind, { kind: 'zip' }>,
  reader: BlockReader,
): Promise<Finding> {
  if (kind.kind === 'archive') {
    return refused('unsupported-archive', `It is a ${kind.format} archive.`)
  }
  if (kind.kind === 'dicomdir' || (isNamedDicomdir(name) && !kind.hasDicomMagic)) {
    return await takeDicomdir(file, file.bytes.open())
  }
  const finding = await takeInstance(file, file.bytes.open())
  if (finding.kind === 'refused' && isNamedDicomdir(name)) return unreadableDicomdir(finding.remark.detail)
  if (finding.kind !== 'refused' || finding.remark.code !== 'not-dicom') return finding
  if (await isCdImage(reader)) {
    return refused('unsupported-archive', 'It is the image of a CD (ISO 9660).')
  }
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

async function isCdImage(reader: BlockReader): Promise<boolean> {
  const { at, text } = ISO_9660_MARK
  return (await reader.read(at, text.length)).toString('latin1') === text
}
