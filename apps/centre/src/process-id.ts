/** Who this process is among those of its centre: the same after each start with the same data folder. */
import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql, type Transaction } from 'kysely'
import type { Database } from './database/index.ts'
import { ifPresent, writeDurably } from './storage/index.ts'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** For the only process that works with the data folder. */
export async function processIdOf(dataFolder: string): Promise<string> {
  const path = join(dataFolder, 'process-id')
  const known = (await ifPresent(readFile(path, 'utf8')))?.trim()
  if (known !== undefined && UUID.test(known)) return known
  const id = randomUUID()
  await writeDurably(path, `${id}\n`)
  return id
}

/** Held by the process for as long as it lives. */
export function processLock(processId: string): string {
  return `epacs process ${processId}`
}

/**
 * Whether a process of this id runs, anywhere.
 *
 * @param trx until it has ended nobody starts with this id, and others who ask wait
 */
export async function isAlive(trx: Transaction<Database>, processId: string): Promise<boolean> {
  // Two at once would take each other for the process: it is by its lock that they ask.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`asks for ${processLock(processId)}`}, 0))`.execute(
    trx,
  )
  const { rows } = await sql<{ free: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${processLock(processId)}, 0)) as free
  `.execute(trx)
  return rows[0]?.free !== true
}
