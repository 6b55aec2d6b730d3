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

type Chosen = Pick<ChosenItem, 'kind' | 'name'> & { readonly named: readonly NamedFile[] }

/**
 * Puts files of one folder together. What is shown as a ZIP goes by its name: nothing is read here.
 *
 * @param onFiles told of files as soon as their sizes are known, in the order of `filesOfItems`
 */
export async function chooseItems(
  named: readonly NamedFile[],
  onFiles: (files: readonly ChosenFile[]) => void = () => undefined,
): Promise<readonly ChosenItem[]> {
  const stretch = new Stretch()
  const items: ChosenItem[] = []
  let ready: ChosenFile[] = []
  for (const { kind, name, named: inside } of await itemsAmong(named, stretch)) {
    const files: ChosenFile[] = []
    for (const { path, file } of inside) {
      const chosen = { path, file, sizeBytes: file.size, lastModified: file.lastModified }
      files.push(chosen)
      ready.push(chosen)
      if (!stretch.isOver) continue
      onFiles(ready)
      ready = []
      await stretch.rest()
    }
    items.push(item(kind, name, files))
  }
  if (ready.length > 0) onFiles(ready)
  return items
}

async function itemsAmong(named: readonly NamedFile[], stretch: Stretch): Promise<readonly Chosen[]> {
  const folders = new Map<string, NamedFile[]>()
  const loose: Chosen[] = []
  for (const each of named) {
    const slash = each.path.indexOf('/')
    const folder = each.path.slice(0, Math.max(0, slash))
    const inside = folders.get(folder)
    if (slash < 0)
      loose.push({ kind: /\.zip$/i.test(each.path) ? 'zip' : 'file', name: each.path, named: [each] })
    else if (inside) inside.push(each)
    else folders.set(folder, [each])
    if (stretch.isOver) await stretch.rest()
  }
  return [
    ...loose,
    ...[...folders].map(([name, inside]): Chosen => ({ kind: 'folder', name, named: inside })),
  ]
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
