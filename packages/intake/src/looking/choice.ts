/**
 * Which bytes travel when series are left out. Files that were chosen loose, or lie in one archive, belong together:
 * where nothing is left out of them they go as they are. Otherwise only the images that are kept go, and nothing
 * beside them: a DICOMDIR, a viewer or a report would tell of what was left out.
 */
import type { Scope } from '../outcomes/file-record.ts'
import type { ArchiveEntry } from '../zip/archive-entries.ts'

/** Where the bytes of a file lie: in a chosen file, by its id. */
export type Place =
  | { readonly kind: 'file' | 'archive'; readonly id: number }
  /** Without a beginning it was not looked at. */
  | {
      readonly kind: 'entry'
      readonly id: number
      readonly entry: ArchiveEntry
      readonly start: number | undefined
    }

/** An entry as it lies in its archive, packed. */
export interface KeptEntry
  extends Pick<ArchiveEntry, 'name' | 'method' | 'crc32' | 'compressedBytes' | 'sizeBytes'> {
  /** Where its data begins. */
  readonly start: number
}

export interface Choice {
  /** Ids of chosen files that are ZIPs. */
  readonly archives: readonly number[]
  /** Ids of chosen files of which nothing goes. */
  readonly dropped: readonly number[]
  /** Archives of which a part goes. */
  readonly parts: readonly { readonly id: number; readonly entries: readonly KeptEntry[] }[]
}

interface ChoosableFile {
  readonly scope: Scope
  /** Undefined: no image. */
  readonly series: string | undefined
  readonly place: Place | undefined
}

export function sendingChoice(
  files: readonly ChoosableFile[],
  leftOut: ReadonlySet<string>,
): Omit<Choice, 'archives'> {
  const isLeftOut = ({ series }: ChoosableFile) => series !== undefined && leftOut.has(series)
  const touched = new Set(files.filter(isLeftOut).map(({ scope }) => scope))
  const dropped: number[] = []
  const parts = new Map<number, KeptEntry[]>()
  for (const file of files) {
    const { scope, place } = file
    if (place === undefined || !touched.has(scope)) continue
    const isKept = file.series !== undefined && !isLeftOut(file)
    if (place.kind === 'entry') {
      const kept = parts.get(place.id) ?? []
      parts.set(place.id, kept)
      if (isKept && place.start !== undefined) kept.push(keptEntry(place.entry, place.start))
    } else if (!isKept && place.kind === 'file') {
      // An archive among the loose files has a scope of its own.
      dropped.push(place.id)
    }
  }
  const empty = [...parts].filter(([, entries]) => entries.length === 0).map(([id]) => id)
  return {
    dropped: [...dropped, ...empty],
    parts: [...parts].filter(([, entries]) => entries.length > 0).map(([id, entries]) => ({ id, entries })),
  }
}

function keptEntry(entry: ArchiveEntry, start: number): KeptEntry {
  const { name, method, crc32, compressedBytes, sizeBytes } = entry
  return { name, method, crc32, compressedBytes, sizeBytes, start }
}
