/**
 * `node --import watched-disk.ts deeds.ts DEED FOLDER`: a program that does something durable in a folder, and is killed when
 * it has been told that it is; for tests of what a power cut leaves of it.
 */
import { mkdir, open, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openFolderStore, type PackageKey, syncFolder } from '../../storage/index.ts'
import { ReceivedFiles } from '../../uploads/received-files.ts'

export const UPLOAD_ID = '01940000-0000-7000-8000-000000000001'
export const PACKAGE: PackageKey = { messageId: UPLOAD_ID, sha256: 'ab'.repeat(32) }

async function write(path: string, text: string, isSynced: boolean): Promise<void> {
  const file = await open(path, 'w')
  await file.write(Buffer.from(text))
  if (isSynced) await file.sync()
  await file.close()
}

const DEEDS = {
  /** All that POSIX asks for. */
  async durable(folder: string) {
    await write(join(folder, 'new'), 'the whole', true)
    await rename(join(folder, 'new'), join(folder, 'kept'))
    await syncFolder(folder)
  },
  async 'bytes not synced'(folder: string) {
    await write(join(folder, 'new'), 'the whole', false)
    await rename(join(folder, 'new'), join(folder, 'kept'))
    await syncFolder(folder)
  },
  async 'name not synced'(folder: string) {
    await write(join(folder, 'new'), 'the whole', true)
    await rename(join(folder, 'new'), join(folder, 'kept'))
  },
  async 'folder not synced'(folder: string) {
    await mkdir(join(folder, 'within'))
    await write(join(folder, 'within/kept'), 'the whole', true)
    await syncFolder(join(folder, 'within'))
  },
  /** What the cut must not believe. */
  async 'past the journal'(folder: string) {
    for (const name of ['a', 'b', 'c']) await writeFile(join(folder, name), 'the whole')
  },
  async package(folder: string) {
    const store = await openFolderStore(folder)
    const work = await store.createWorkFolder(PACKAGE.messageId)
    const files = { packagePath: join(work, 'package.zip'), indexPath: join(work, 'index') }
    await write(files.packagePath, 'a package', true)
    await write(files.indexPath, 'its index', true)
    await store.put(PACKAGE, files)
  },
  /** The first chunk of an upload, verified, and the second. */
  async upload(folder: string) {
    const files = await ReceivedFiles.open(folder)
    await files.create(UPLOAD_ID)
    await receive(files, 0, 'the first ')
    await receive(files, 10, 'the second')
  },
} satisfies Readonly<Record<string, (folder: string) => Promise<void>>>
export type Deed = keyof typeof DEEDS

async function receive(files: ReceivedFiles, offsetBytes: number, text: string): Promise<void> {
  const chunk = { offsetBytes, isVerifiedLater: true, mostBytes: text.length }
  const sink = await files.openChunk(UPLOAD_ID, chunk)
  await sink.write([Buffer.from(text)])
  await sink.sync()
  await sink.keep()
  await sink.close()
}

if (import.meta.main) {
  const [deed = '', folder = ''] = process.argv.slice(2)
  await DEEDS[deed as Deed](folder)
  process.kill(process.pid, 'SIGKILL')
}
