/**
 * Within one run of `npm test` the embedded database is made and migrated once, and copied for every network of tests
 * that follows: making it takes three to five seconds each time, copying it less than one. How it is made has tests of
 * its own (database/embedded, database/schema, main).
 */
import { execFile } from 'node:child_process'
import { access, chmod, copyFile, mkdir, mkdtemp, readlink, rename, rm, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { pino } from 'pino'
import type { ConfigFile } from '../config/index.ts'
import { openDatabase } from '../database/index.ts'
import { migrateQueue } from '../jobs/index.ts'
import { freePort } from './free-port.ts'

const run = promisify(execFile)

type ConfigOfDatabase = Pick<ConfigFile, 'dataFolder' | 'database'>

/** In a data folder. */
const CLUSTER = 'postgresql'
const PASSWORD = 'postgresql.password'

/**
 * Gives the data folder, which does not exist yet, a migrated database; outside a whole run the centre makes its own.
 * The copy lies where the run keeps databases (in memory, where there is enough of it), and the data folder leads there.
 */
export async function copyDatabase({ dataFolder, database }: ConfigOfDatabase): Promise<void> {
  // The run's folder is of this run alone: a template cannot be of another version's migrations.
  const databases = process.env.EPACS_TEST_DATABASES
  if (databases === undefined || !('embedded' in database)) return
  const template = join(databases, 'template')
  if (!(await exists(template))) await makeTemplate(template)
  if (!(await exists(template))) return
  const copy = await mkdtemp(join(databases, 'database-'))
  // Owned by the database's account still, which Node's own copying would not keep.
  await run('cp', ['--archive', '--reflink=auto', join(template, CLUSTER), copy])
  await mkdir(dataFolder, { mode: 0o700 })
  await copyFile(join(template, PASSWORD), join(dataFolder, PASSWORD))
  await symlink(join(copy, CLUSTER), join(dataFolder, CLUSTER))
}

/** Of a stopped centre. A database that was made in the data folder itself goes with that. */
export async function removeDatabase(dataFolder: string): Promise<void> {
  const copy = await readlink(join(dataFolder, CLUSTER)).catch(() => undefined)
  if (copy !== undefined) await rm(dirname(copy), { recursive: true, force: true, maxRetries: 5 })
}

/** By whoever comes first; the others go without meanwhile. */
async function makeTemplate(template: string): Promise<void> {
  const making = `${template}.making`
  try {
    await mkdir(making, { mode: 0o711 })
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return
    throw error
  }
  // The database's account has to get through, whatever the umask.
  await chmod(making, 0o711)
  const own = { dataFolder: making, database: { embedded: { port: await freePort() } } }
  const database = await openDatabase(own, pino({ level: 'silent' }))
  try {
    await migrateQueue(database.pool)
  } finally {
    await database.close()
  }
  await rename(making, template)
}

async function exists(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  )
}
