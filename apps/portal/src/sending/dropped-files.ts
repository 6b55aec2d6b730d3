/** Files out of a drop, folders with all that is in them (File and Directory Entries API). */
import type { NamedFile } from './chosen-item.ts'
import { Stretch } from './stretch.ts'

/** To be called within the drop's own event: afterwards the browser has forgotten the entries. */
export function droppedEntries(transfer: DataTransfer): readonly (FileSystemEntry | File)[] {
  return [...transfer.items].flatMap((item) => {
    if (item.kind !== 'file') return []
    const entry = item.webkitGetAsEntry()
    const file = entry ?? item.getAsFile()
    return file ? [file] : []
  })
}

export async function filesOf(entries: readonly (FileSystemEntry | File)[]): Promise<readonly NamedFile[]> {
  const files: NamedFile[] = []
  for (const entry of entries) {
    if (entry instanceof File) files.push({ path: entry.name, file: entry })
    else await collect(entry, '', files)
  }
  return files
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

async function collect(entry: FileSystemEntry, folder: string, files: NamedFile[]): Promise<void> {
  const path = `${folder}${entry.name}`
  if (isFile(entry)) {
    files.push({ path, file: await new Promise<File>((resolve, reject) => entry.file(resolve, reject)) })
  } else if (isDirectory(entry)) {
    for (const child of await childrenOf(entry)) await collect(child, `${path}/`, files)
  }
}

/** A reader gives its folder in portions (100 in Chromium) and an empty one at the end. */
async function childrenOf(directory: FileSystemDirectoryEntry): Promise<readonly FileSystemEntry[]> {
  const reader = directory.createReader()
  const children: FileSystemEntry[] = []
  for (;;) {
    const portion = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    )
    if (portion.length === 0) return children
    children.push(...portion)
  }
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile
const isDirectory = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory
