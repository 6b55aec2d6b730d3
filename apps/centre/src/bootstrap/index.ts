/** Institutions, people and authorities from a file, brought in at each start. */
import type { Kysely } from 'kysely'
import type { Config } from '../config/index.ts'
import type { Database } from '../database/index.ts'
import { readBootstrap } from './read-bootstrap.ts'
import { upsertBootstrap } from './upsert.ts'

export { BootstrapError } from './read-bootstrap.ts'
export type { BootstrapFile } from './schema.ts'

/** Throws BootstrapError when the file is wrong; then nothing of it is brought in. */
export async function bringIn(
  db: Kysely<Database>,
  { bootstrapFile, quotas }: Pick<Config, 'bootstrapFile' | 'quotas'>,
): Promise<void> {
  if (bootstrapFile === null) return
  const read = await readBootstrap(bootstrapFile)
  await db.transaction().execute((trx) => upsertBootstrap(trx, read, quotas))
}
