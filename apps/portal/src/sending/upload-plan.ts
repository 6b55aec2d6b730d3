/**
 * How the chosen things travel: each ZIP as it is, a single file as it is, everything else together as one ZIP
 * made on the fly.
 */
import { VirtualZip } from '../virtual-zip/virtual-zip.ts'
import type { ChosenItem } from './chosen-item.ts'

/** The name under which the loose files travel; the result shows their own paths without it. */
export const selectionName = 'epacs-selection.zip'

export type PlannedUpload =
  | { readonly name: string; readonly sizeBytes: number; readonly file: File }
  | { readonly name: string; readonly sizeBytes: number; readonly zip: VirtualZip }

export function planUploads(items: readonly ChosenItem[]): readonly PlannedUpload[] {
  const files = items.flatMap((item) => item.files)
  const loose = files.filter(({ isZip }) => !isZip)
  const asTheyAre = loose.length === 1 ? files : files.filter(({ isZip }) => isZip)
  const uploads: PlannedUpload[] = asTheyAre.map(({ path, file }) => ({
    name: path,
    sizeBytes: file.size,
    file,
  }))
  if (loose.length > 1) {
    const zip = new VirtualZip(loose)
    uploads.unshift({ name: selectionName, sizeBytes: zip.sizeBytes, zip })
  }
  return uploads
}
