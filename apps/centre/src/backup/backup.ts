/**
 * A backup of the running centre, or of one that is stopped. Packages never change, so each is copied once; records are
 * all of one moment, and every package that they name is in the backup. Killed at any moment it leaves the backup
 * before, and goes on from what it has copied.
 */
import { createHash } from 'node:crypto'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Files, readRange } from '@epacs/package'
import type pg from 'pg'
import { verifyAuditChain } from '../audit/index.ts'
import type { Maintenance } from '../maintenance.ts'
import { sealedKeyFiles } from '../sealed-keys/index.ts'
import {
  checkStored,
  ifPresent,
  isReadError,
  ofOneFile,
  openFolderStore,
  PackageGoneError,
  type PackageKey,
  type PackageStore,
  type StoredProblem,
  syncFolder,
} from '../storage/index.ts'
import { BackupError, type Catalogue, keepCatalogue } from './catalogue.ts'
import { bringKeys, removeSealed, requireKeys, requirePackages } from './data-folder.ts'
import { exclusively, takePlace } from './place.ts'
import { dumpTable, listSequences, listTables } from './tables.ts'

/** Data of messages is deleted while the backup runs; as often it is looked again. */
const MOST_ATTEMPTS = 5

export interface BackupOptions {
  readonly folder: string
  /** Reads every package in the backup again, too, not only the new ones. */
  readonly verify: boolean
  readonly onProgress?: (packages: number, of: number) => void
}

export interface BackupResult {
  readonly takenAt: string
  readonly packages: number
  readonly copied: number
  readonly copiedBytes: number
  readonly removed: number
  readonly rows: number
  /** Packages that are damaged at the centre, or in the backup. */
  readonly problems: readonly { readonly message: string; readonly problem: StoredProblem }[]
  /** The event after which the audit trail is not as it was written; null: it is. It is in the backup as it stands. */
  readonly auditBrokenAt: number | null
}

/** @throws BackupError: another one runs, or the folder is not for it */
export async function runBackup(centre: Maintenance, options: BackupOptions): Promise<BackupResult> {
  return await exclusively(centre, async () => {
    const release = await takePlace(options.folder, centre)
    try {
      return await copyAll(centre, options)
    } finally {
      release()
    }
  })
}

async function copyAll(centre: Maintenance, options: BackupOptions): Promise<BackupResult> {
  const { folder } = options
  await requireKeys(centre, folder)
  // Before the records, which have them then.
  const sealed = await sealedKeyFiles(centre.config, centre.db)
  await requirePackages(centre, async () => (await named(centre)).length)
  // What is encrypted at the centre is so in its backup.
  const target = await openFolderStore(folder, 0, centre.store.files)
  await target.sweepWorkFolders()
  const copies = new Copies(centre.store, target, options)
  for (let attempt = 1; ; attempt++) {
    await copies.bring(await named(centre))
    const records = `records-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`
    const dumped = await dumpRecords(centre, join(folder, records))
    // What was delivered between the two moments is in the records, and is copied now.
    const gone = await copies.bring(dumped.keys)
    const lost = await stillNamed(centre, gone)
    // Deleted meanwhile: then the records are of a moment that is over.
    if (gone.length > lost.length) {
      await rm(join(folder, records), { recursive: true })
      if (attempt < MOST_ATTEMPTS) continue
      throw new BackupError('Data was deleted all the while the backup was made. Make it again.')
    }
    await copies.noteLost(lost)
    const { keys, ...facts } = dumped
    await requireKeys(centre, folder)
    const catalogue: Catalogue = {
      format: 1,
      records,
      ...facts,
      files: await bringKeys(centre.config.dataFolder, folder, sealed),
      packages: keys.length - copies.problems.length,
    }
    await keepCatalogue(folder, catalogue)
    await removeSealed(folder, sealed)
    const removed = await removeUnnamed(folder, target, records, keys)
    const rows = catalogue.tables.reduce((sum, table) => sum + table.rows, 0)
    const { copied, copiedBytes, problems } = copies
    return {
      ...{ takenAt: catalogue.takenAt, packages: keys.length, copied, copiedBytes, removed, rows },
      ...{ problems, auditBrokenAt: dumped.auditBrokenAt },
    }
  }
}

/** Packages on their way into the backup. */
class Copies {
  readonly #source: PackageStore
  readonly #target: PackageStore
  readonly #options: BackupOptions
  readonly #seen = new Set<string>()
  readonly problems: { message: string; problem: StoredProblem }[] = []
  copied = 0
  copiedBytes = 0

  constructor(source: PackageStore, target: PackageStore, options: BackupOptions) {
    this.#source = source
    this.#target = target
    this.#options = options
  }

  /** Returns those that are not in the store, or not whole. */
  async bring(keys: readonly PackageKey[]): Promise<readonly PackageKey[]> {
    const gone: PackageKey[] = []
    let at = 0
    for (const key of keys) {
      at++
      this.#options.onProgress?.(at, keys.length)
      if (this.#seen.has(key.sha256 + key.messageId)) continue
      if (await this.#bringOne(key)) this.#seen.add(key.sha256 + key.messageId)
      else gone.push(key)
    }
    return gone
  }

  /** The centre's records name them, and it does not have them. */
  async noteLost(keys: readonly PackageKey[]): Promise<void> {
    for (const key of keys) {
      const problem = (await checkStored(this.#source, key)) ?? 'index-missing'
      this.problems.push({ message: key.messageId, problem })
    }
  }

  async #bringOne(key: PackageKey): Promise<boolean> {
    if (await this.#isInBackup(key)) return true
    const copied = await copyPackage(this.#source, this.#target, key)
    if (copied === 'gone') return false
    if (copied === 'unreadable' || copied === 'changed') {
      this.problems.push({ message: key.messageId, problem: `package-${copied}` })
      return true
    }
    this.copied++
    this.copiedBytes += copied
    const problem = await checkStored(this.#target, key)
    if (problem !== null) {
      await this.#target.delete(key)
      this.problems.push({ message: key.messageId, problem })
    }
    return true
  }

  /** What is there and not whole stays until there is something better in its place. */
  async #isInBackup(key: PackageKey): Promise<boolean> {
    try {
      if (!(await isThere(this.#target, key))) return false
      if (!this.#options.verify || (await checkStored(this.#target, key)) === null) return true
    } catch (error) {
      if (!isReadError(error)) throw error
    }
    return false
  }
}

export async function isThere(store: PackageStore, key: PackageKey): Promise<boolean> {
  const opened = await store.open(key)
  await opened?.close()
  return opened !== undefined && (await store.hasIndex(key))
}

/**
 * Durable when it resolves. Returns its bytes; `gone`: it is not in the source (any more); `unreadable`: the source does
 * not give it, or its index, out; `changed`: it is not what its digest says. Then what the target has stays as it is.
 */
export async function copyPackage(
  source: PackageStore,
  target: PackageStore,
  key: PackageKey,
): Promise<number | 'gone' | 'unreadable' | 'changed'> {
  const work = await target.createWorkFolder(key.messageId)
  try {
    const files = { packagePath: join(work, 'package.zip'), indexPath: join(work, 'index') }
    const taken = await takeOut(source, target.files, key, files).catch((error: unknown) => {
      if (error instanceof PackageGoneError) return 'gone' as const
      if (isReadError(error)) return 'unreadable' as const
      throw error
    })
    if (typeof taken === 'number') await target.put(key, files)
    return taken
  } finally {
    await target.removeWorkFolder(work)
  }
}

async function takeOut(
  source: PackageStore,
  written: Files,
  key: PackageKey,
  files: { readonly packagePath: string; readonly indexPath: string },
): Promise<number | 'gone' | 'changed'> {
  const opened = await source.open(key)
  if (opened === undefined) return 'gone'
  const hash = createHash('sha256')
  const hashing = new Transform({
    transform(chunk: Buffer, _, done) {
      hash.update(chunk)
      done(null, chunk)
    },
  })
  await pipeline(opened.stream(), hashing, writingTo(written, files.packagePath))
  if (hash.digest('hex') !== key.sha256) return 'changed'
  const index = await source.indexFile(key)
  // Read and written apart: of copy_file(2) nobody can tell which of the two disks failed.
  const opening = index === undefined ? undefined : ofOneFile(index.files.open(index.path, 'r'))
  const file = opening === undefined ? undefined : await ifPresent(opening)
  if (file === undefined) return 'gone'
  try {
    const { size } = await file.stat()
    await pipeline(readRange(file, 0, size), writingTo(written, files.indexPath))
  } finally {
    await file.close()
  }
  return opened.sizeBytes
}

/** The end of a pipeline: what comes is in the file, complete and synced, when it ends. */
function writingTo(files: Files, path: string): (chunks: AsyncIterable<Buffer>) => Promise<void> {
  return async (chunks) => {
    const file = await files.open(path, 'wx')
    try {
      let at = 0
      for await (const chunk of chunks) {
        for (let done = 0; done < chunk.length; ) {
          const { bytesWritten } = await file.write(chunk, done, chunk.length - done, at)
          done += bytesWritten
          at += bytesWritten
        }
      }
      await file.complete?.()
      await file.sync()
    } finally {
      await file.close()
    }
  }
}

/** Of these, those that the records name now: their packages were not deleted, they are missing. */
async function stillNamed({ db }: Maintenance, keys: readonly PackageKey[]): Promise<readonly PackageKey[]> {
  if (keys.length === 0) return []
  const rows = await db
    .selectFrom('message')
    .where(
      'id',
      'in',
      keys.map(({ messageId }) => messageId),
    )
    .select(['id', 'package_sha256'])
    .execute()
  const now = new Map(rows.map(({ id, package_sha256 }) => [id, package_sha256?.toString('hex')]))
  return keys.filter(({ messageId, sha256 }) => now.get(messageId) === sha256)
}

async function named({ db }: Maintenance): Promise<readonly PackageKey[]> {
  const rows = await db
    .selectFrom('message')
    .where('package_sha256', 'is not', null)
    .select(['id', 'package_sha256'])
    .orderBy('id')
    .execute()
  return rows.map(({ id, package_sha256 }) => ({
    messageId: id,
    sha256: package_sha256?.toString('hex') ?? '',
  }))
}

type Dumped = Omit<Catalogue, 'format' | 'records' | 'files' | 'packages'> & {
  readonly keys: readonly PackageKey[]
}

async function dumpRecords(centre: Maintenance, folder: string): Promise<Dumped> {
  const chain = await verifyAuditChain(centre.db)
  // Images are not to be lost because of it.
  const auditBrokenAt = chain.state === 'broken' ? chain.position : null
  await mkdir(folder, { mode: 0o700 })
  const client = await centre.pool.connect()
  try {
    await client.query('begin transaction isolation level repeatable read, read only')
    const takenAt = new Date().toISOString()
    const tables: Catalogue['tables'] = []
    for (const table of await listTables(client)) tables.push(await dumpTable(client, folder, table))
    const sequences = await listSequences(client)
    const migrations = await client.query<{ name: string }>('select name from migration order by name')
    const keys = await namedIn(client)
    const audit = await auditHead(client)
    await client.query('commit')
    await syncFolder(folder)
    const names = migrations.rows.map(({ name }) => name)
    return { takenAt, tables, sequences, migrations: names, keys, audit, auditBrokenAt }
  } finally {
    client.release()
  }
}

async function namedIn(client: pg.ClientBase): Promise<readonly PackageKey[]> {
  const { rows } = await client.query<PackageKey>(`
    select id as "messageId", encode(package_sha256, 'hex') as sha256 from message
    where package_sha256 is not null order by id
  `)
  return rows
}

async function auditHead(client: pg.ClientBase): Promise<Catalogue['audit']> {
  const { rows } = await client.query<Catalogue['audit']>(`
    select position::float8 as events, encode(sha256, 'hex') as head from audit_event order by position desc limit 1
  `)
  return rows[0] ?? { events: 0, head: '0'.repeat(64) }
}

/** Data that was deleted at the centre goes from the backup, too; so do records of backups before. */
async function removeUnnamed(
  folder: string,
  target: PackageStore,
  records: string,
  keys: readonly PackageKey[],
): Promise<number> {
  const kept = new Set(keys.map(({ messageId, sha256 }) => `${messageId} ${sha256}`))
  let removed = 0
  for await (const key of target.list()) {
    if (kept.has(`${key.messageId} ${key.sha256}`)) continue
    await target.delete(key)
    removed++
  }
  for (const name of await readdir(folder)) {
    if (name.startsWith('records-') && name !== records) await rm(join(folder, name), { recursive: true })
  }
  await syncFolder(folder)
  return removed
}
