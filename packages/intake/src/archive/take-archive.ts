/**
 * A ZIP: its files one after another. What makes it unsafe or shows that it is damaged refuses it as a whole, and
 * what had been taken from it is taken back; a single bad file in it is refused alone.
 */
import { ContainerRefusal } from '../container-refusal.ts'
import { type FileRecord, refused, type Scope } from '../outcomes/file-record.ts'
import type { BlockReader } from '../reading/block-reader.ts'
import { note, type Sending, takeBack } from '../sending.ts'
import { ArchiveVolume } from '../zip/entry-data.ts'
import { listArchive } from '../zip/list-archive.ts'
import { takeEntry } from './take-entry.ts'

/** @param name of the archive among the files that were sent one by one */
export async function takeArchive(sending: Sending, name: string, reader: BlockReader): Promise<void> {
  const { limits, pace, unpacked, progress } = sending
  const entries: Scope = { prefix: `${name}/` }
  const archive: FileRecord = { scope: sending.loose, name, finding: { kind: 'archive', entries } }
  sending.records.push(archive)
  const context = {
    reader,
    limits,
    volume: new ArchiveVolume(limits, unpacked),
    onPacked: (bytes: number) => progress.advance(bytes),
  }
  try {
    for (const entry of await listArchive(reader, limits, pace)) {
      if (entry.kind === 'folder') continue
      const finding = await takeEntry(sending, entries, entry, context)
      note(sending, { scope: entries, name: entry.name, finding })
      const turn = pace.rest()
      if (turn !== undefined) await turn
    }
  } catch (error) {
    if (!(error instanceof ContainerRefusal)) throw error
    takeBack(sending, entries)
    archive.finding = refused(error.code, error.message)
  }
}
