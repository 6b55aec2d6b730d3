/** A database of its own for tests that need no more of the centre. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { type OpenDatabase, openDatabase } from '../database/index.ts'
import { freePort } from './free-port.ts'

export interface TestDatabase extends OpenDatabase {
  /** Its address, as an operator gives the centre the one of a PostgreSQL of their own. */
  readonly url: string
  /** Opens it once more, as another process of the centre would. */
  again(): Promise<OpenDatabase>
  remove(): Promise<void>
}

export async function openTestDatabase(): Promise<TestDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'epacs-database-'))
  const log = pino({ level: process.env.EPACS_TEST_LOG ?? 'silent' })
  const port = await freePort()
  const opened = await openDatabase({ dataFolder: folder, database: { embedded: { port } } }, log)
  const { user, password, host, database } = opened.connection
  const url = `postgres://${user}:${password}@${host}:${port}/${database}`
  return {
    ...opened,
    url,
    again: () => openDatabase({ dataFolder: folder, database: { url } }, log),
    async remove() {
      await opened.close()
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}
