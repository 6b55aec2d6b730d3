/**
 * Within one run of `npm test` the embedded database is made and migrated once, and copied for every network of tests
 * that follows: making it takes three to five seconds each time, copying it less than one. How it is made has tests of
 * its own (database/embedded, database/schema, main).
 */
import { execFile } from 'node:child_process'
import { access, chmod, mkdir, rename } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { pino } from 'pino'
import { type ConfigFile, parseConfig } from '../config/index.ts'
import { openDatabase } from '../database/index.ts'
import { migrateQueue } from '../jobs/index.ts'
import { freePort } from './free-port.ts'

const run = promisify(execFile)

/** Gives the data folder, which does not exist yet, a migrated database; outside a whole run the centre makes its own. */
export async function copyDatabase(config: ConfigFile): Promise<void> {
  // Its temporary folder belongs to the run alone: a template cannot be of another version's migrations.
  if (process.env.EPACS_TEST_RUN === undefined || !('embedded' in config.database)) return
  const template = join(tmpdir(), 'database-template')
  if (!(await exists(template))) await makeTemplate(template, config)
  if (!(await exists(template))) return
  // Owned by the database's account still, which Node's own copying would not keep.
  await run('cp', ['--archive', '--reflink=auto', template, config.dataFolder])
}

/** By whoever comes first; the others go without meanwhile. */
async function makeTemplate(template: string, config: ConfigFile): Promise<void> {
  const making = `${template}.making`
  try {
    await mkdir(making, { mode: 0o711 })
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return
    throw error
  }
  // The database's account has to get through, whatever the umask.
  await chmod(making, 0o711)
  const own = { ...config, dataFolder: making, database: { embedded: { port: await freePort() } } }
  const database = await openDatabase(parseConfig(own, making), pino({ level: 'silent' }))
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
