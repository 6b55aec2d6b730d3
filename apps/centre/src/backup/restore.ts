/**
 * The way back from a backup into an empty data folder and an empty database. Packages come first, each read against its
 * digest; the records follow in one transaction. Broken off at any moment it is begun again and goes on.
 */
import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { verifyAuditChain } from '../audit/index.ts'
import { readConfig } from '../config/index.ts'
import { type OpenDatabase, openDatabase } from '../database/index.ts'
import { graphileQueue, migrateQueue } from '../jobs/index.ts'
import { openLogger } from '../logging/index.ts'
import { SEND_MAIL } from '../mail/index.ts'
import { checkStored, createFolder, ifPresent, openFolderStore } from '../storage/index.ts'
import { copyPackage, isThere } from './backup.ts'
import { BackupError, type Catalogue, digestOfFile, keepFile, readCatalogue } from './catalogue.ts'
import { loadTable } from './tables.ts'

/** Stands in the data folder until all is there: a centre does not belong into half of it. */
const MARK = 'restoring.json'

export interface RestoreOptions {
  readonly folder: string
  readonly configPath: string
  readonly onProgress?: (packages: number) => void
}

export interface RestoreResult {
  readonly takenAt: string
  readonly packages: number
  readonly rows: number
  readonly auditEvents: number
}

export async function runRestore({ folder, configPath, onProgress }: RestoreOptions): Promise<RestoreResult> {
  const config = await readConfig(configPath)
  const catalogue = await readCatalogue(folder)
  if (catalogue === undefined) throw new BackupError(`There is no backup in ${folder}.`)
  await begin(config.dataFolder, catalogue)
  const packages = await bringPackages(folder, config.dataFolder, onProgress)
  for (const { path, sha256 } of catalogue.files) {
    if ((await digestOfFile(join(folder, path))) !== sha256) {
      throw new BackupError(`${join(folder, path)} is not as it was written.`)
    }
    await createFolder(dirname(join(config.dataFolder, path)))
    await keepFile(join(config.dataFolder, path), await readFile(join(folder, path)))
  }
  const database = await openDatabase(config, openLogger({ level: 'silent' }), new Set(catalogue.migrations))
  try {
    await load(database, folder, catalogue)
    await requirePackages(database, config.dataFolder, catalogue)
    await migrateQueue(database.pool)
    await sendWaitingMails(database)
    const chain = await verifyAuditChain(database.db)
    const { events, head } = catalogue.audit
    if (chain.state === 'broken' || chain.events !== events || (events > 0 && chain.head !== head)) {
      throw new BackupError('The audit trail that came back is not the one that was backed up.')
    }
  } finally {
    await database.close()
  }
  await rm(join(config.dataFolder, MARK))
  const rows = catalogue.tables.reduce((sum, table) => sum + table.rows, 0)
  return { takenAt: catalogue.takenAt, packages, rows, auditEvents: catalogue.audit.events }
}

async function begin(dataFolder: string, { takenAt }: Catalogue): Promise<void> {
  await mkdir(dataFolder, { recursive: true, mode: 0o700 })
  const mark = await ifPresent(readFile(join(dataFolder, MARK), 'utf8'))
  if (mark === undefined && (await readdir(dataFolder)).length > 0) {
    throw new BackupError(`The data folder ${dataFolder} is not empty.`)
  }
  if (mark !== undefined && mark !== takenAt) {
    throw new BackupError(`Another backup is being restored into ${dataFolder}. Empty it first.`)
  }
  await keepFile(join(dataFolder, MARK), takenAt)
}

async function bringPackages(
  folder: string,
  dataFolder: string,
  onProgress: RestoreOptions['onProgress'],
): Promise<number> {
  const source = await openFolderStore(folder)
  const target = await openFolderStore(dataFolder)
  await target.sweepWorkFolders()
  let packages = 0
  for await (const key of source.list()) {
    if (!(await isThere(target, key))) await copyPackage(source, target, key)
    const problem = await checkStored(target, key)
    if (problem !== null) {
      await target.delete(key)
      throw new BackupError(`The package of message ${key.messageId} in the backup is damaged: ${problem}.`)
    }
    packages++
    onProgress?.(packages)
  }
  return packages
}

async function load({ pool }: OpenDatabase, folder: string, catalogue: Catalogue): Promise<void> {
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
      for (const name of names) await client.query(`alter table ${name} disable trigger user`)
      await client.query(`truncate ${names.join(', ')}`)
      for (const table of catalogue.tables) await loadTable(client, join(folder, catalogue.records), table)
      for (const { name, value } of catalogue.sequences) {
        if (value > 0) await client.query('select setval($1::regclass, $2)', [`public."${name}"`, value])
      }
      for (const name of names) await client.query(`alter table ${name} enable trigger user`)
    }
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw error
  } finally {
    client.release()
  }
}

/** Those that were damaged when the backup was made are not in it: `epacs fsck` names them. */
async function requirePackages(
  { db }: OpenDatabase,
  dataFolder: string,
  catalogue: Catalogue,
): Promise<void> {
  const store = await openFolderStore(dataFolder)
  const rows = await db
    .selectFrom('message')
    .where('package_sha256', 'is not', null)
    .select(['id', 'package_sha256'])
    .execute()
  let present = 0
  for (const { id, package_sha256 } of rows) {
    if (package_sha256 === null) continue
    if (await isThere(store, { messageId: id, sha256: package_sha256.toString('hex') })) present++
  }
  if (present < catalogue.packages) {
    throw new BackupError(
      `The backup lacks ${catalogue.packages - present} of its ${catalogue.packages} packages.`,
    )
  }
}

/** The queue itself is not in the backup: what else was in it, the centre finds at its start. */
async function sendWaitingMails({ db }: OpenDatabase): Promise<void> {
  const mails = await db.selectFrom('mail').where('status', '=', 'waiting').select('id').execute()
  const jobs = mails.map(({ id }) => ({ payload: { mail: id }, jobKey: `${SEND_MAIL} ${id}` }))
  if (jobs.length > 0) await graphileQueue.addAll(db, SEND_MAIL, jobs)
}
