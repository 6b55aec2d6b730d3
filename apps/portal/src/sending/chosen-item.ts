/** What the sender put into the message: loose files, folders and ZIPs, as they were chosen. */

export interface ChosenFile {
  /** With the folders it was chosen in, e.g. `CD/IMAGES/IM1`. */
  readonly path: string
  readonly file: File
}

export interface ChosenItem {
  readonly key: string
  readonly kind: 'file' | 'zip' | 'folder'
  readonly name: string
  readonly files: readonly (ChosenFile & { readonly isZip: boolean })[]
  readonly sizeBytes: number
}

const zipStart = [0x50, 0x4b, 0x03, 0x04]
/** A ZIP without a single entry is only its end record. */
const emptyZipStart = [0x50, 0x4b, 0x05, 0x06]
const sniffedAtOnce = 24

/** By content, never by name: a ZIP on a patient's CD may be called anything. */
export async function isZip(file: Blob): Promise<boolean> {
  const start = new Uint8Array(await file.slice(0, 132).arrayBuffer())
  const begins = (signature: readonly number[]) => signature.every((byte, at) => start[at] === byte)
  // A DICOM preamble may hold anything, `PK` too; what counts there is the mark behind it (PS3.10 section 7.1).
  const isDicom = start.length === 132 && String.fromCharCode(...start.slice(128)) === 'DICM'
  return !isDicom && (begins(zipStart) || begins(emptyZipStart))
}

/** Puts files of one folder together and looks into each for whether it is a ZIP. */
export async function chooseItems(files: readonly ChosenFile[]): Promise<readonly ChosenItem[]> {
  const sniffed: (ChosenFile & { isZip: boolean })[] = []
  for (let at = 0; at < files.length; at += sniffedAtOnce) {
    const batch = files.slice(at, at + sniffedAtOnce)
    sniffed.push(
      ...(await Promise.all(batch.map(async (chosen) => ({ ...chosen, isZip: await isZip(chosen.file) })))),
    )
  }
  const folders = new Map<string, (ChosenFile & { isZip: boolean })[]>()
  const items: ChosenItem[] = []
  for (const chosen of sniffed) {
    const slash = chosen.path.indexOf('/')
    if (slash < 0) {
      items.push(item(chosen.isZip ? 'zip' : 'file', chosen.path, [chosen]))
      continue
    }
    const folder = chosen.path.slice(0, slash)
    const inside = folders.get(folder)
    if (inside) inside.push(chosen)
    else folders.set(folder, [chosen])
  }
  for (const [name, inside] of folders) items.push(item('folder', name, inside))
  return items
}

function item(kind: ChosenItem['kind'], name: string, files: ChosenItem['files']): ChosenItem {
  const sizeBytes = files.reduce((sum, { file }) => sum + file.size, 0)
  // The same thing chosen twice is there once.
  const newest = files.reduce((latest, { file }) => Math.max(latest, file.lastModified), 0)
  return { key: [kind, name, files.length, sizeBytes, newest].join('/'), kind, name, files, sizeBytes }
}

export function addItems(before: readonly ChosenItem[], added: readonly ChosenItem[]): readonly ChosenItem[] {
  const known = new Set(before.map(({ key }) => key))
  return [...before, ...added.filter(({ key }) => !known.has(key))]
}

/** All files of the items in their order: by its place in it a choice names a file. */
export function filesOfItems(items: readonly ChosenItem[]): ChosenItem['files'] {
  return items.flatMap((item) => item.files)
}
