/** Where a backup lies: a folder of its own, of one centre, which nobody else on the machine reads. */
import { chmod, readdir, readFile, realpath } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type pg from 'pg'
import type { Maintenance } from '../maintenance.ts'
import { createFolder, ifPresent, writeDurably } from '../storage/index.ts'
import { BackupError, CATALOGUE, type Catalogue, readCatalogue } from './catalogue.ts'
import { FOLDER_LOCK, lockFolder } from './folder-lock.ts'

/** Stands there from the first attempt on, and says of which centre: what else lies in a folder without a catalogue is not ours. */
const MARK = 'backup-begun'
/** Held while a backup is made: a second one would remove what the first has copied. */
const LOCK = 0x6261_636b

/** Backups of one centre come one after the other. @throws BackupError: another one runs */
export async function exclusively<T>({ pool }: Maintenance, work: () => Promise<T>): Promise<T> {
  const client = await pool.connect()
  try {
    const { rows } = await client.query<{ held: boolean }>('select pg_try_advisory_lock($1) as held', [LOCK])
    if (rows[0]?.held !== true) throw new BackupError('Another backup of this centre is being made.')
    try {
      return await work()
    } finally {
      await client.query('select pg_advisory_unlock($1)', [LOCK])
    }
  } finally {
    client.release()
  }
}

/**
 * Made where it is missing, and held until the returned function is called. What a backup removes from its folder must
 * never have been somebody else's, nor of a later state of this centre.
 *
 * @throws BackupError: it holds something else, another backup is being made into it, or one lies there that this
 * centre's records do not go on from
 */
export async function takePlace(folder: string, { config, pool }: Maintenance): Promise<() => void> {
  await createFolder(folder, 0o700)
  await refuseDataFolder(folder, config.dataFolder)
  await refuseForeign(folder)
  const release = lockFolder(folder)
  try {
    const before = await readCatalogue(folder)
    // One without events is of a centre in which nothing had happened yet: it says not which.
    if (before !== undefined && before.audit.events > 0) await requireSequel(folder, before, pool)
    else await claim(folder, pool)
    // The folder itself may be a volume whose rights are somebody else's business.
    for (const own of ['packages', 'work']) {
      await createFolder(join(folder, own))
      await chmod(join(folder, own), 0o700)
    }
    return release
  } catch (error) {
    release()
    throw error
  }
}

/** Before anything is written there. */
async function refuseForeign(folder: string): Promise<void> {
  const names = await readdir(folder)
  if (names.includes(MARK) || names.includes(CATALOGUE)) return
  // What a process leaves that was killed before its first step was done.
  if (names.every((name) => name === FOLDER_LOCK || name === `${MARK}.new`)) return
  throw new BackupError(`${folder} holds something that is no backup. Choose an empty folder.`)
}

/** The folder becomes, or is, that of the first backup of this centre. Only while it is locked. */
async function claim(folder: string, pool: pg.Pool): Promise<void> {
  const own = await identityOf(pool)
  const mark = (await ifPresent(readFile(join(folder, MARK), 'utf8'))) ?? ''
  if (mark !== own) {
    const packages = (await ifPresent(readdir(join(folder, 'packages')))) ?? []
    if (mark !== '' || packages.length > 0) {
      throw new BackupError(
        `In ${folder} a backup was begun${mark === '' ? '' : ' of another centre'}. Choose an empty folder.`,
      )
    }
  }
  await writeDurably(join(folder, MARK), own)
}

/** The digest of its first audit event, which nobody changes; empty: nothing has happened in it yet. */
async function identityOf(pool: pg.Pool): Promise<string> {
  const { rows } = await pool.query<{ head: string }>(
    `select encode(sha256, 'hex') as head from audit_event order by position limit 1`,
  )
  return rows[0]?.head ?? ''
}

async function refuseDataFolder(folder: string, dataFolder: string): Promise<void> {
  const [backup, data] = [await realpath(folder), await realpath(dataFolder)]
  const isWithin = (inner: string, outer: string) => !/^\.\.($|[/\\])/.test(relative(outer, inner))
  if (isWithin(backup, data) || isWithin(data, backup)) {
    throw new BackupError(`${folder} is the centre's own data folder, or one of the two lies in the other.`)
  }
}

/** The audit trail only grows: the backup's last event is still one of the centre's. */
async function requireSequel(folder: string, { audit, takenAt }: Catalogue, pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ head: string }>(
    `select encode(sha256, 'hex') as head from audit_event where position = $1`,
    [audit.events],
  )
  if (rows[0]?.head === audit.head) return
  throw new BackupError(
    `The backup of ${takenAt} in ${folder} is of another centre, or of a later state of this one. ` +
      'Is it the right database and data folder? If it is, choose another folder.',
  )
}
