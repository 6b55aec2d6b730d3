/** Opens the database that the configuration names, with its schema up to date. */
import type { Kysely } from 'kysely'
import type pg from 'pg'
import type { Logger } from 'pino'
import type { Config } from '../config/index.ts'
import { DatabaseInUseError, EmbeddedDatabaseError, EmbeddedPostgres, hasCluster } from './embedded/index.ts'
import { migrate, requireSchema } from './migrate.ts'
import { openKysely, openPool } from './pool.ts'
import type { Database } from './schema.ts'

const MAX_CONNECTIONS = 20
const MAX_CONNECTIONS_OF_COMMANDS = 3

/** The operator's database does not let us in; the message says why, without the password. */
export class UnreachableDatabaseError extends Error {
  override readonly name = 'UnreachableDatabaseError'
}

export interface OpenDatabase {
  readonly db: Kysely<Database>
  readonly pool: pg.Pool
  /** For connections of their own, such as those that listen for notifications. */
  readonly connection: pg.ClientConfig
  close(): Promise<void>
}

export async function openDatabase(
  config: Pick<Config, 'database' | 'dataFolder'>,
  log: Logger,
  /** Names of the migrations to be run; all without it; 'as-it-is': none, and it has to be this centre's. */
  schema?: ReadonlySet<string> | 'as-it-is',
): Promise<OpenDatabase> {
  const embedded =
    'embedded' in config.database
      ? await EmbeddedPostgres.start(config.dataFolder, config.database.embedded.port, log)
      : undefined
  const connection =
    embedded?.connection ?? ('url' in config.database ? { connectionString: config.database.url } : {})
  const pool = openPool(connection, MAX_CONNECTIONS, log)
  const close = async () => {
    await pool.end()
    await embedded?.stop()
  }
  try {
    if ('url' in config.database) await tryConnection(pool, config.database.url)
    if (schema === 'as-it-is') await requireSchema(pool)
    const run = schema === 'as-it-is' ? [] : await migrate(pool, schema)
    if (run.length > 0) log.info({ migrations: run }, 'schema brought up to date')
  } catch (error) {
    await close()
    throw error
  }
  return { db: openKysely(pool), pool, connection, close }
}

/**
 * For commands: beside a running centre its own database is used, otherwise it is started for as long as the command
 * lasts. 'as-it-is': nothing is made or changed; a data folder that is not there is a wrong one, not an empty centre.
 */
export async function openDatabaseForCommand(
  config: Pick<Config, 'database' | 'dataFolder'>,
  log: Logger,
  schema?: 'as-it-is',
): Promise<OpenDatabase> {
  if (schema === 'as-it-is' && 'embedded' in config.database && !(await hasCluster(config.dataFolder))) {
    throw new EmbeddedDatabaseError(`There is no centre in the data folder ${config.dataFolder}.`)
  }
  try {
    return await openDatabase(config, log, schema)
  } catch (error) {
    if (!(error instanceof DatabaseInUseError && 'embedded' in config.database)) throw error
    const { port } = config.database.embedded
    const connection = await EmbeddedPostgres.connectionOfRunning(config.dataFolder, port)
    const pool = openPool(connection, MAX_CONNECTIONS_OF_COMMANDS, log)
    try {
      if (schema === 'as-it-is') await requireSchema(pool)
    } catch (wrong) {
      await pool.end()
      throw wrong
    }
    return { db: openKysely(pool), pool, connection, close: () => pool.end() }
  }
}

async function tryConnection(pool: pg.Pool, url: string): Promise<void> {
  try {
    const client = await pool.connect()
    client.release()
  } catch (error) {
    const { host, pathname } = new URL(url)
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'no answer'
    throw new UnreachableDatabaseError(
      `The database ${pathname.slice(1)} at ${host} cannot be reached (${code}).`,
      { cause: error },
    )
  }
}
