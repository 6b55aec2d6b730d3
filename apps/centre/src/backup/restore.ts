/**
 * The way back from a backup into an empty data folder and an empty database. Packages come first, each read against its
 * digest; the records follow in one transaction. Broken off at any moment it is begun again and goes on.
 */
import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type pg from 'pg'
import { makeRoom, verifyAuditChain } from '../audit/index.ts'
import { readConfig } from '../config/index.ts'
import { type OpenDatabase, openDatabase } from '../database/index.ts'
import { graphileQueue, migrateQueue } from '../jobs/index.ts'
import { openLogger } from '../logging/index.ts'
import { SEND_MAIL } from '../mail/index.ts'
import {
  checkStored,
  createFolder,
  ifPresent,
  openFolderStore,
  openPackageStore,
  type PackageKey,
  type PackageStore,
  type StoredProblem,
  writeDurably,
} from '../storage/index.ts'
import { copyPackage, isThere } from './backup.ts'
import { BackupError, type Catalogue, digestOfFile, readCatalogue } from './catalogue.ts'
import { restoringMark } from './half-restored.ts'
import { loadTable } from './tables.ts'

/** Of a sentence that names them. */
const MOST_NAMED = 10
/** A backup of an earlier centre has a trail in one table, and is migrated when the centre starts. */
const TRAIL_IN_PARTS = '0174-parts-of-the-trail.sql'

export interface RestoreOptions {
  readonly folder: string
  readonly configPath: string
  /** What is damaged or missing in the backup stays away; everything else comes back. */
  readonly withoutDamaged?: boolean
  readonly onProgress?: (packages: number) => void
}

export interface RestoreResult {
  readonly takenAt: string
  readonly packages: number
  readonly rows: number
  readonly auditEvents: number
  /** Messages whose package did not come back: it was damaged or missing, here or at the centre before. */
  readonly missing: readonly string[]
}

/** @throws BackupError: why it cannot be brought back; every damaged package is named at once */
export async function runRestore({
  folder,
  configPath,
  withoutDamaged = false,
  onProgress,
}: RestoreOptions): Promise<RestoreResult> {
  const config = await readConfig(configPath)
  const catalogue = await readCatalogue(folder)
  if (catalogue === undefined) throw new BackupError(`There is no backup in ${folder}.`)
  await begin(config.dataFolder, catalogue)
  const store = await openPackageStore(config)
  const { packages, damaged } = await bringPackages(folder, store, onProgress)
  if (damaged.length > 0 && !withoutDamaged) throw ofDamaged(damaged)
  for (const { path, sha256 } of catalogue.files) {
    if ((await digestOfFile(join(folder, path))) !== sha256) {
      throw new BackupError(`${join(folder, path)} is not as it was written.`)
    }
    await createFolder(dirname(join(config.dataFolder, path)))
    await writeDurably(join(config.dataFolder, path), await readFile(join(folder, path)))
  }
  const database = await openDatabase(config, openLogger({ level: 'silent' }), new Set(catalogue.migrations))
  try {
    // Otherwise all that is beyond the first parts would lie in the one without an end.
    if (catalogue.migrations.includes(TRAIL_IN_PARTS)) {
      await makeRoom(database.db, { end: catalogue.audit.events })
    }
    await load(database, folder, catalogue, config.packages.s3 !== null)
    const missing = await missingPackages(database, store)
    if (missing.named - missing.messages.length < catalogue.packages && !withoutDamaged) {
      throw ofMissing(missing.messages)
    }
    await migrateQueue(database.pool)
    await sendWaitingMails(database)
    const chain = await verifyAuditChain(database.db)
    if (!isAsBackedUp(chain, catalogue)) {
      throw new BackupError('The audit trail that came back is not the one that was backed up.')
    }
    await rm(restoringMark(config.dataFolder))
    const rows = catalogue.tables.reduce((sum, table) => sum + table.rows, 0)
    const { takenAt, audit } = catalogue
    return { takenAt, packages, rows, auditEvents: audit.events, missing: missing.messages }
  } finally {
    await database.close()
  }
}

function isAsBackedUp(
  chain: Awaited<ReturnType<typeof verifyAuditChain>>,
  { audit: { events, head }, auditBrokenAt }: Catalogue,
): boolean {
  if (chain.state === 'broken') return chain.position === auditBrokenAt
  return chain.events === events && (events === 0 || chain.head === head)
}

function ofDamaged(damaged: readonly string[]): BackupError {
  return new BackupError(
    `In the backup the packages of ${damaged.length} messages are damaged: ${firstOf(damaged)}. ` +
      'Mend them from another copy, or say --without-damaged: then all else comes back.',
  )
}

function ofMissing(messages: readonly string[]): BackupError {
  return new BackupError(
    `The backup lacks packages that it had: ${firstOf(messages)}. ` +
      'Mend it from another copy, or say --without-damaged: then all else comes back.',
  )
}

function firstOf(messages: readonly string[]): string {
  return `${messages.slice(0, MOST_NAMED).join(', ')}${messages.length > MOST_NAMED ? ', …' : ''}`
}

async function begin(dataFolder: string, { takenAt }: Catalogue): Promise<void> {
  await mkdir(dataFolder, { recursive: true, mode: 0o700 })
  const path = restoringMark(dataFolder)
  const mark = await ifPresent(readFile(path, 'utf8'))
  if (mark === undefined && (await readdir(dataFolder)).length > 0) {
    throw new BackupError(`The data folder ${dataFolder} is not empty.`)
  }
  if (mark !== undefined && mark !== takenAt) {
    throw new BackupError(`Another backup is being restored into ${dataFolder}. Empty it first.`)
  }
  await writeDurably(path, takenAt)
}

async function bringPackages(
  folder: string,
  target: PackageStore,
  onProgress: RestoreOptions['onProgress'],
): Promise<{ readonly packages: number; readonly damaged: readonly string[] }> {
  const source = await openFolderStore(folder, 0, target.files, 'read')
  await target.sweepWorkFolders()
  const damaged: string[] = []
  let packages = 0
  for await (const key of source.list()) {
    // From an attempt that was broken off, or from elsewhere, in a store that others use too.
    const isThereWhole = (await checkStored(target, key)) === null
    const problem = isThereWhole ? null : await bringPackage(source, target, key)
    if (problem !== null) {
      damaged.push(`${key.messageId} (${problem})`)
      continue
    }
    packages++
    onProgress?.(packages)
  }
  return { packages, damaged }
}

/** @returns what is wrong with the backup's own copy, which then is not brought */
async function bringPackage(
  source: PackageStore,
  target: PackageStore,
  key: PackageKey,
): Promise<StoredProblem | null> {
  const copied = await copyPackage(source, target, key)
  if (copied === 'gone') return 'package-missing'
  if (copied === 'unreadable' || copied === 'changed') return `package-${copied}`
  const problem = await checkStored(target, key)
  if (problem !== null) await target.delete(key)
  return problem
}

async function load(
  { pool }: OpenDatabase,
  folder: string,
  catalogue: Catalogue,
  areUploadsShared: boolean,
): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    const { rows } = await client.query('select from person limit 1')
    const { rows: events } = await client.query<{ head: string }>(
      `select encode(sha256, 'hex') as head from audit_event order by position desc limit 1`,
    )
    // Its own, from an attempt that was broken off behind the records.
    const isLoaded = rows.length > 0 && events[0]?.head === catalogue.audit.head
    if (rows.length > 0 && !isLoaded) throw new BackupError('The database is not empty.')
    if (!isLoaded) {
      const names = catalogue.tables.map(({ name }) => `public."${name}"`)
      // Triggers would refuse, compute or tell what is here already; foreign keys are held all the same.
      await setTriggers(client, names, 'disable')
      await client.query(`truncate ${names.join(', ')}`)
      for (const table of catalogue.tables) await loadTable(client, join(folder, catalogue.records), table)
      for (const { name, value } of catalogue.sequences) {
        if (value > 0) await client.query('select setval($1::regclass, $2)', [`public."${name}"`, value])
      }
      await forgetUnfinished(client, catalogue, areUploadsShared)
      await setTriggers(client, names, 'enable')
    }
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw error
  } finally {
    client.release()
  }
}

/** Those of a table's parts, too: triggers of whole statements are each part's own. */
async function setTriggers(
  client: pg.PoolClient,
  tables: readonly string[],
  to: 'enable' | 'disable',
): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select tree.relid::regclass::text as name
    from unnest($1::text[]) as given, pg_class, lateral pg_partition_tree(pg_class.oid) as tree
    where pg_class.oid = given::regclass and pg_class.relkind = 'p' and tree.level > 0`,
    [tables],
  )
  for (const name of [...tables, ...rows.map((row) => row.name)]) {
    await client.query(`alter table ${name} ${to} trigger user`)
  }
}

/**
 * What was under way is not in the backup. Uploads begin anew (in files: are gone); messages that had all of theirs fail
 * as what cannot be read does; what had come by DICOM expires with the next look. Senders of both are told.
 */
async function forgetUnfinished(
  client: pg.PoolClient,
  { migrations }: Catalogue,
  areUploadsShared: boolean,
): Promise<void> {
  // Records of an earlier centre have not all of these columns yet.
  if (migrations.includes('0123-uploads-in-a-store.sql')) {
    await client.query('delete from upload_piece')
    await client.query('update upload set received_bytes = $1', [areUploadsShared ? 0 : null])
    await client.query(`
      update upload set completed_at = null
      where not exists (select from message where message.id = upload.message_id and status <> 'uploading')
    `)
  }
  if (!migrations.includes('0139-missing-processes.sql')) return
  await client.query(`
    update dicom_reception set process_id = null, missing_since = to_timestamp(0)
    where exists (select from message where message.id = message_id and status in ('uploading', 'checking'))
  `)
}

/** Named by the records, and not here; those that were damaged when the backup was made among them. */
async function missingPackages(
  { db }: OpenDatabase,
  store: PackageStore,
): Promise<{ readonly named: number; readonly messages: readonly string[] }> {
  const rows = await db
    .selectFrom('message')
    .where('package_sha256', 'is not', null)
    .select(['id', 'package_sha256'])
    .execute()
  const messages: string[] = []
  for (const { id, package_sha256 } of rows) {
    const sha256 = package_sha256?.toString('hex') ?? ''
    if (!(await isThere(store, { messageId: id, sha256 }))) messages.push(id)
  }
  return { named: rows.length, messages }
}

/** The queue itself is not in the backup: what else was in it, the centre finds at its start. */
async function sendWaitingMails({ db }: OpenDatabase): Promise<void> {
  const mails = await db.selectFrom('mail').where('status', '=', 'waiting').select('id').execute()
  const jobs = mails.map(({ id }) => ({ payload: { mail: id }, jobKey: `${SEND_MAIL} ${id}` }))
  if (jobs.length > 0) await graphileQueue.addAll(db, SEND_MAIL, jobs)
}
