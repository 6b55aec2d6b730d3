/** Files out of a drop, folders with all that is in them (File and Directory Entries API). */
import type { NamedFile } from './chosen-item.ts'
import { Stretch } from './stretch.ts'

/**
 * One after the other each would wait for the browser's own process; a hundred together come together, and the page
 * stands still for each (1 ms in Chromium).
 */
const askedAtOnce = 10

/** To be called within the drop's own event: afterwards the browser has forgotten the entries. */
export function droppedEntries(transfer: DataTransfer): readonly (FileSystemEntry | File)[] {
  return [...transfer.items].flatMap((item) => {
    if (item.kind !== 'file') return []
    const entry = item.webkitGetAsEntry()
    const file = entry ?? item.getAsFile()
    return file ? [file] : []
  })
}

/**
 * Files as they are found, so that what is in the first ones is shown while the others are listed: loose ones, then
 * folder after folder, as `filesOfItems` has them.
 */
export async function* filesOf(entries: readonly (FileSystemEntry | File)[]): AsyncGenerator<NamedFile> {
  const folders = new Map<string, FileSystemDirectoryEntry[]>()
  for (const entry of entries) {
    if (entry instanceof File) yield { path: entry.name, file: entry }
    else if (isFile(entry)) yield await namedFile(entry, '')
    else if (isDirectory(entry)) folders.set(entry.name, [...(folders.get(entry.name) ?? []), entry])
  }
  for (const alike of folders.values()) for (const folder of alike) yield* filesIn(folder, '')
}

/** Of an `<input type=file>`, with folders where `webkitdirectory` gives them. Throws when the input forgets them meanwhile. */
export async function filesOfInput(list: FileList): Promise<readonly NamedFile[]> {
  const files: NamedFile[] = []
  const stretch = new Stretch()
  const count = list.length
  for (let index = 0; index < count; index += 1) {
    const file = list[index]
    if (!file) throw new Error('other files were chosen while these were listed')
    files.push({ path: file.webkitRelativePath === '' ? file.name : file.webkitRelativePath, file })
    if (stretch.isOver) await stretch.rest()
  }
  return files
}

async function* filesIn(directory: FileSystemDirectoryEntry, above: string): AsyncGenerator<NamedFile> {
  const path = `${above}${directory.name}/`
  const reader = directory.createReader()
  for (;;) {
    const portion = await nextOf(reader)
    if (portion.length === 0) return
    for (let at = 0; at < portion.length; at += askedAtOnce) {
      const children = portion.slice(at, at + askedAtOnce)
      const files = await Promise.all(children.map((child) => isFile(child) && namedFile(child, path)))
      for (const [index, child] of children.entries()) {
        const file = files[index]
        if (file) yield file
        else if (isDirectory(child)) yield* filesIn(child, path)
      }
    }
  }
}

async function namedFile(entry: FileSystemFileEntry, above: string): Promise<NamedFile> {
  const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject))
  return { path: `${above}${entry.name}`, file }
}

/** A reader gives its folder in portions (100 in Chromium) and an empty one at the end. */
function nextOf(reader: FileSystemDirectoryReader): Promise<readonly FileSystemEntry[]> {
  return new Promise((resolve, reject) => reader.readEntries(resolve, reject))
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile
const isDirectory = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory
