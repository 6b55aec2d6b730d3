/** The files of a ZIP, found by its central directory; of each no more is unpacked than its header takes. */
import { takeDicomdir } from '../dicomdir/take-dicomdir.ts'
import type { IntakeLimits } from '../limits.ts'
import type { Finding } from '../outcomes/file-record.ts'
import { isTakenForDicomdir, judgeEntry, judgeUnpackable, nestedArchive } from '../outcomes/judge-file.ts'
import type { Pace } from '../pace.ts'
import { fileKind, HEAD_BYTES } from '../reading/file-kind.ts'
import { type ArchiveEntry, checkedEntries } from '../zip/archive-entries.ts'
import type { CentralDirectory } from '../zip/central-entry.ts'
import { dataOffset } from '../zip/local-header.ts'
import { entryBeginning } from './entry-beginning.ts'
import { type LookedObject, lookAtObject } from './look-at-object.ts'
import type { ReadableBytes } from './readable-bytes.ts'

export interface LookedEntry {
  readonly entry: ArchiveEntry
  /** Where its data begins in the archive; undefined: it was not looked at. */
  readonly start: number | undefined
  readonly finding: Finding | LookedObject
}

interface Sending {
  readonly limits: IntakeLimits
  readonly pace: Pick<Pace, 'rest'>
}

/** @throws ContainerRefusal, and then nothing of the archive counts; NotLookedInto */
export async function* lookAtArchive(
  archive: ReadableBytes,
  directory: CentralDirectory,
  sending: Sending,
): AsyncGenerator<LookedEntry> {
  for (const entry of await checkedEntries(directory, sending.limits, sending.pace)) {
    if (entry.kind === 'folder') continue
    const unread = judgeUnpackable(entry)
    if (unread !== undefined) {
      yield { entry, start: undefined, finding: unread }
      continue
    }
    const start = await dataOffset(entry, archive)
    const chunks = entryBeginning(archive, entry, start, sending.limits)
    const finding = await lookAtEntry(entry, sending, chunks)
    yield { entry, start, finding }
  }
}

async function lookAtEntry(
  entry: ArchiveEntry,
  sending: Sending,
  chunks: AsyncGenerator<Uint8Array>,
): Promise<Finding | LookedObject> {
  const { name, sizeBytes } = entry
  const held = await heldFor(chunks)
  const kind = fileKind(held)
  if (kind.kind === 'zip' || kind.kind === 'archive') {
    return nestedArchive(name, kind.kind === 'zip' ? 'ZIP' : kind.format)
  }
  if (isTakenForDicomdir(name, kind)) return await takeDicomdir({ sending }, startingWith(held, chunks))
  return judgeEntry<LookedObject>(name, kind, await lookAtObject(startingWith(held, chunks), sizeBytes))
}

/** What has come once there is enough to tell the kind of the file. */
async function heldFor(chunks: AsyncGenerator<Uint8Array>): Promise<Uint8Array> {
  let held: Uint8Array = new Uint8Array(0)
  while (held.length < HEAD_BYTES) {
    const next = await chunks.next()
    if (next.done === true) break
    const longer = new Uint8Array(held.length + next.value.length)
    longer.set(held)
    longer.set(next.value, held.length)
    held = longer
  }
  return held
}

async function* startingWith(held: Uint8Array, rest: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (held.length > 0) yield held
  yield* rest
}
