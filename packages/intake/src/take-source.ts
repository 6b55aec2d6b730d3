/** One received file: an archive is opened, everything else is looked at as it is. */
import type { Buffer } from 'node:buffer'
import { takeArchive } from './archive/take-archive.ts'
import { takeDicomdir } from './dicomdir/take-dicomdir.ts'
import type { FileAtHand } from './instances/destination.ts'
import { takeInstance } from './instances/take-instance.ts'
import type { Finding } from './outcomes/file-record.ts'
import { isTakenForDicomdir, judgeLoose, unopenedArchive } from './outcomes/judge-file.ts'
import { shownPath } from './outcomes/shown-path.ts'
import type { BlockReader } from './reading/block-reader.ts'
import { type FileKind, fileKind, ISO_9660_MARK, standsAt } from './reading/file-kind.ts'
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
  if (kind.kind === 'archive') return unopenedArchive(kind.format)
  if (isTakenForDicomdir(name, kind)) return await takeDicomdir(file, file.bytes.open())
  return await judgeLoose(name, await takeInstance(file, file.bytes.open()), () => isCdImage(reader))
}

async function isCdImage(reader: BlockReader): Promise<boolean> {
  const { at, text } = ISO_9660_MARK
  return standsAt(await reader.read(at, text.length), 0, text)
}
