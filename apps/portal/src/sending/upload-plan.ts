/**
 * How the chosen things travel: each ZIP as it is, a single file as it is, everything else together as one ZIP
 * made on the fly. A ZIP of which something is left out is made anew, of the entries that are kept, as they are packed.
 */
import type { Choice, KeptEntry } from '@epacs/intake/looking'
import { VirtualZip, type ZipFile } from '../virtual-zip/virtual-zip.ts'
import type { ChosenFile } from './chosen-item.ts'

/** The name under which the loose files travel; the result shows their own paths without it. */
export const selectionName = 'epacs-selection.zip'

export type PlannedUpload =
  | { readonly name: string; readonly sizeBytes: number; readonly file: File }
  | { readonly name: string; readonly sizeBytes: number; readonly zip: VirtualZip }

type LeftOut = Pick<Choice, 'dropped' | 'parts'>
const nothingLeftOut: LeftOut = { dropped: [], parts: [] }

/** @param zips those of the files that are ZIPs */
export function planUploads(
  all: readonly ChosenFile[],
  zips: ReadonlySet<ChosenFile>,
  { dropped, parts }: LeftOut = nothingLeftOut,
): readonly PlannedUpload[] {
  const notWhole = new Set([...dropped, ...parts.map(({ id }) => id)])
  const files = all.filter((_, id) => !notWhole.has(id))
  const loose = files.filter((chosen) => !zips.has(chosen))
  const asTheyAre = loose.length === 1 ? files : files.filter((chosen) => zips.has(chosen))
  const uploads: PlannedUpload[] = asTheyAre.map(({ path, file, sizeBytes }) => ({
    name: path,
    sizeBytes,
    file,
  }))
  if (loose.length > 1) {
    const zip = new VirtualZip(loose)
    uploads.unshift({ name: selectionName, sizeBytes: zip.sizeBytes, zip })
  }
  for (const { id, entries } of parts) {
    const archive = all[id]
    if (!archive) continue
    const zip = new VirtualZip(entries.map((entry) => partOf(archive.file, entry)))
    uploads.push({ name: archive.path, sizeBytes: zip.sizeBytes, zip })
  }
  return uploads
}

function partOf(archive: File, { name, start, compressedBytes, ...packed }: KeptEntry): ZipFile {
  return { path: name, file: archive.slice(start, start + compressedBytes), packed }
}
