/** A database of its own for tests that need no more of the centre. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { type OpenDatabase, openDatabase } from '../database/index.ts'
import { copyDatabase, removeDatabase } from './database-template.ts'
import { freePort } from './free-port.ts'

export interface TestDatabase extends OpenDatabase {
  /** Its address, as an operator gives the centre the one of a PostgreSQL of their own. */
  readonly url: string
  /** Opens it once more, as another process of the centre would. */
  again(): Promise<OpenDatabase>
  remove(): Promise<void>
}

/**
 * `isMadeHere`: by the migrations, not copied from one that another test had made; by those of `schema` alone, where a test
 * begins with what an earlier centre had.
 */
export async function openTestDatabase(
  isMadeHere = false,
  schema?: ReadonlySet<string>,
): Promise<TestDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'epacs-database-'))
  const log = pino({ level: process.env.EPACS_TEST_LOG ?? 'silent' })
  const port = await freePort()
  const config = { dataFolder: join(folder, 'data'), database: { embedded: { port } } }
  if (!isMadeHere) await copyDatabase(config)
  const opened = await openDatabase(config, log, schema)
  const { user, password, host, database } = opened.connection
  const url = `postgres://${user}:${password}@${host}:${port}/${database}`
  return {
    ...opened,
    url,
    again: () => openDatabase({ ...config, database: { url } }, log),
    async remove() {
      await opened.close()
      await removeDatabase(config.dataFolder)
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}
