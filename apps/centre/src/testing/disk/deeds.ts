/**
 * `node --import watched-disk.ts deeds.ts DEED FOLDER`: a program that does something durable in a folder, and is killed when
 * it has been told that it is; for tests of what a power cut leaves of it.
 */
import { mkdir, open, rename, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { SpoolFolder } from '../../dicom-entrance/receiving/spool-folder.ts'
import { openFolderStore, type PackageKey, syncFolder, writeDurably } from '../../storage/index.ts'
import { storedName } from '../../storage/stored-name.ts'
import { ReceivedFiles } from '../../uploads/received-files.ts'

export const UPLOAD_ID = '01940000-0000-7000-8000-000000000001'
export const PACKAGE: PackageKey = { messageId: UPLOAD_ID, sha256: 'ab'.repeat(32) }

const INSTANCE = {
  messageId: UPLOAD_ID,
  sopClassUid: '1.2.840.10008.5.1.4.1.1.2',
  sopInstanceUid: '2.25.1',
  belonging: {
    patientKey: '',
    name: '',
    birthDate: '',
    issuer: '',
    studyInstanceUid: '2.25.2',
    seriesInstanceUid: '2.25.3',
    modality: 'CT',
  },
}

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
  async 'truncation not synced'(folder: string) {
    await DEEDS.durable(folder)
    const file = await open(join(folder, 'kept'), 'r+')
    await file.truncate(3)
    await file.close()
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
  /** By a process that was killed between the files' removal and its sync, and by the one that has the job after it. */
  async 'deletion in two goes'(folder: string) {
    await DEEDS.package(folder)
    for (const kind of ['zip', 'index'] as const)
      await unlink(join(folder, 'packages', storedName(PACKAGE, kind)))
    await (await openFolderStore(folder)).delete(PACKAGE)
  },
  /** The first process was killed before the store's folder was synced. */
  async 'package in a folder that was there'(folder: string) {
    for (const name of ['packages', 'work']) await mkdir(join(folder, name))
    await DEEDS.package(folder)
  },
  async 'small file'(folder: string) {
    await writeDurably(join(folder, 'kept'), 'before')
    await writeDurably(join(folder, 'kept'), 'the whole')
  },
  /** What a PACS sends: two instances, of which the first was synced. */
  async spool(folder: string) {
    const spools = await SpoolFolder.open(join(folder, 'dicom'))
    const spool = await spools.create()
    await spool.append([Buffer.from('an image')])
    await spool.keep({ ...INSTANCE, startBytes: 0, sizeBytes: 8 })
    await spools.sync([spool.path])
    await spool.append([Buffer.from('another')])
    await spool.keep({ ...INSTANCE, startBytes: 8, sizeBytes: 7 })
  },
  /** The first chunk of an upload, verified, and the second. */
  async upload(folder: string) {
    const files = await ReceivedFiles.open(folder)
    await files.create(UPLOAD_ID)
    await receive(files, 0, 'the first ')
    await receive(files, 10, 'the second')
  },
  /** The first chunk, verified, and a second whose checksum is not that of its bytes: it was synced before that was known. */
  async 'chunk refused'(folder: string) {
    const files = await ReceivedFiles.open(folder)
    await files.create(UPLOAD_ID)
    await receive(files, 0, 'the first ')
    const sink = await files.openChunk(UPLOAD_ID, { offsetBytes: 10, isVerifiedLater: true, mostBytes: 7 })
    await sink.write([Buffer.from('refused')])
    await sink.sync()
    await sink.close()
    await sink.drop()
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
