/** What the sender put into the message: loose files, folders and ZIPs, as they were chosen. */
import { Stretch } from './stretch.ts'

export interface NamedFile {
  /** With the folders it was chosen in, e.g. `CD/IMAGES/IM1`. */
  readonly path: string
  readonly file: File
}

export interface ChosenFile extends NamedFile {
  /** Asked once: a browser looks at the disk each time, and the page waits. */
  readonly sizeBytes: number
  readonly lastModified: number
}

export interface ChosenItem {
  readonly key: string
  readonly kind: 'file' | 'zip' | 'folder'
  readonly name: string
  readonly files: readonly ChosenFile[]
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

/** The files that are ZIPs; each is read, so this takes its time with thousands of them. */
export async function zipsAmong(files: readonly ChosenFile[]): Promise<ReadonlySet<ChosenFile>> {
  const zips = new Set<ChosenFile>()
  for (let at = 0; at < files.length; at += sniffedAtOnce) {
    const batch = files.slice(at, at + sniffedAtOnce)
    const found = await Promise.all(batch.map(({ file }) => isZip(file)))
    for (const [index, chosen] of batch.entries()) if (found[index]) zips.add(chosen)
  }
  return zips
}

/**
 * Puts files of one folder together. What is shown as a ZIP goes by its name: nothing is read here.
 *
 * @param named loose files first, then folder after folder
 * @param onFiles told of files as soon as they are listed and their sizes known
 */
export async function chooseItems(
  named: Iterable<NamedFile> | AsyncIterable<NamedFile>,
  onFiles: (files: readonly ChosenFile[]) => void = () => undefined,
): Promise<readonly ChosenItem[]> {
  const stretch = new Stretch()
  const loose: ChosenItem[] = []
  const folders = new Map<string, ChosenFile[]>()
  let ready: ChosenFile[] = []
  for await (const { path, file } of named) {
    const chosen = { path, file, sizeBytes: file.size, lastModified: file.lastModified }
    const slash = path.indexOf('/')
    const inside = folders.get(path.slice(0, Math.max(0, slash)))
    if (slash < 0) loose.push(item(/\.zip$/i.test(path) ? 'zip' : 'file', path, [chosen]))
    else if (inside) inside.push(chosen)
    else folders.set(path.slice(0, slash), [chosen])
    ready.push(chosen)
    if (!stretch.isOver) continue
    onFiles(ready)
    ready = []
    await stretch.rest()
  }
  if (ready.length > 0) onFiles(ready)
  return [...loose, ...[...folders].map(([name, files]) => item('folder', name, files))]
}

function item(kind: ChosenItem['kind'], name: string, files: ChosenItem['files']): ChosenItem {
  const sizeBytes = files.reduce((sum, file) => sum + file.sizeBytes, 0)
  // The same thing chosen twice is there once.
  const newest = files.reduce((latest, { lastModified }) => Math.max(latest, lastModified), 0)
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
