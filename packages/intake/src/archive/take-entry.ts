/** One entry of a ZIP: an instance, a DICOMDIR, or something that goes along with them. */
import type { Buffer } from 'node:buffer'
import { takeDicomdir } from '../dicomdir/take-dicomdir.ts'
import type { FileBytes } from '../file-bytes.ts'
import type { FileAtHand } from '../instances/destination.ts'
import { takeInstance } from '../instances/take-instance.ts'
import type { Finding, Scope } from '../outcomes/file-record.ts'
import { isTakenForDicomdir, judgeEntry, judgeUnpackable, nestedArchive } from '../outcomes/judge-file.ts'
import { shownPath } from '../outcomes/shown-path.ts'
import type { Pace } from '../pace.ts'
import { readHead } from '../reading/file-head.ts'
import { type FileKind, fileKind } from '../reading/file-kind.ts'
import type { Sending } from '../sending.ts'
import type { ArchiveEntry } from '../zip/archive-entries.ts'
import { type UnpackContext, unpackEntry } from '../zip/entry-data.ts'

/** @throws ContainerRefusal, and then nothing of the archive may be kept */
export async function takeEntry(
  sending: Sending,
  scope: Scope,
  entry: ArchiveEntry,
  context: UnpackContext,
): Promise<Finding> {
  const { name } = entry
  const unread = judgeUnpackable(entry)
  if (unread !== undefined) return unread
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
  if (isTakenForDicomdir(name, kind)) return await takeDicomdir(file, chunks)
  return judgeEntry(name, kind, await takeInstance(file, chunks))
}

/** Its checksum may show that the archive is damaged. */
async function readToEnd(chunks: AsyncGenerator<Buffer>, pace: Pace): Promise<void> {
  for await (const _ of chunks) await pace.rest()
}
