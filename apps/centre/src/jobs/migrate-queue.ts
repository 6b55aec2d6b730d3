/** The queue's own tables, kept by graphile-worker in a schema of their own. */
import { Logger, runMigrations } from 'graphile-worker'
import type pg from 'pg'

/** After the centre's migrations; several processes may do it at once. */
export async function migrateQueue(pool: pg.Pool): Promise<void> {
  await runMigrations({ pgPool: pool, logger: new Logger(() => () => undefined) })
}
