/** Where a backup lies: a folder of its own, of one centre, which nobody else on the machine reads. */
import { chmod, mkdir, readdir, realpath } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type pg from 'pg'
import type { Maintenance } from '../maintenance.ts'
import { BackupError, type Catalogue, keepFile, readCatalogue } from './catalogue.ts'

/** Stands there from the first attempt on: what else lies in a folder without a catalogue is not ours. */
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
 * Made where it is missing. What a backup removes from its folder must never have been somebody else's, nor of a later
 * state of this centre.
 *
 * @throws BackupError: it holds something else, or a backup that this centre's records do not go on from
 */
export async function takePlace(folder: string, centre: Maintenance): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await refuseDataFolder(folder, centre.config.dataFolder)
  const before = await readCatalogue(folder)
  if (before !== undefined) await requireSequel(folder, before, centre.pool)
  else {
    const names = await readdir(folder)
    if (names.length > 0 && !names.includes(MARK)) {
      throw new BackupError(`${folder} holds something that is no backup. Choose an empty folder.`)
    }
    await keepFile(join(folder, MARK), '')
  }
  // The folder itself may be a volume whose rights are somebody else's business.
  for (const own of ['packages', 'work']) {
    await mkdir(join(folder, own), { recursive: true })
    await chmod(join(folder, own), 0o700)
  }
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
  if (audit.events === 0) return
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
