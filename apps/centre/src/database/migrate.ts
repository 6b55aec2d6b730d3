/** Brings the schema up to date: numbered SQL files, each once and in order, forward only. */
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Pool, PoolClient } from 'pg'
import { reachPoint } from '../crash-points.ts'
import { buildIndexes, type IndexToBuild, indexesAlone } from './indexes-alone.ts'

const FOLDER = fileURLToPath(new URL('./migrations/', import.meta.url))
/** Held while migrating: several processes of one centre may start at once. */
const LOCK = 0x6d69_6772
const LOCK_EVERY_MS = 100
const DEADLOCK_DETECTED = '40P01'
const MOST_ATTEMPTS = 5

export class MigrationError extends Error {
  override readonly name = 'MigrationError'
}

interface Migration {
  readonly name: string
  readonly sql: string
  readonly sha256: Buffer
}

/**
 * Returns the names of the migrations that were run now. `only`: the schema as an earlier centre had it, for its records.
 */
export async function migrate(pool: Pool, only?: ReadonlySet<string>): Promise<readonly string[]> {
  const all = await readMigrations()
  const unknown = [...(only ?? [])].find((name) => !all.some((migration) => migration.name === name))
  if (unknown !== undefined) throw ofNewerCentre(unknown)
  const migrations = only === undefined ? all : all.filter(({ name }) => only.has(name))
  const client = await pool.connect()
  try {
    await takeLock(client)
    try {
      return await runMissing(client, migrations)
    } finally {
      await client.query('select pg_advisory_unlock($1)', [LOCK])
    }
  } finally {
    client.release()
  }
}

/** Never waits in a statement: what builds an index concurrently waits for every statement that was there before it. */
async function takeLock(client: PoolClient): Promise<void> {
  for (;;) {
    const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [
      LOCK,
    ])
    if (rows[0]?.taken === true) return
    await delay(LOCK_EVERY_MS)
  }
}

/** The schema is this centre's, and nothing is changed. @throws MigrationError: it is another's, or there is none */
export async function requireSchema(pool: Pool): Promise<void> {
  const { rows: known } = await pool.query<{ there: boolean }>(
    `select to_regclass('migration') is not null as there`,
  )
  if (known[0]?.there !== true) throw new MigrationError('There is no centre in this database.')
  const { rows } = await pool.query<{ name: string }>('select name from migration')
  const done = new Set(rows.map(({ name }) => name))
  const missing = (await readMigrations()).find(({ name }) => !done.delete(name))
  const [unknown] = done
  if (unknown !== undefined) throw ofNewerCentre(unknown)
  if (missing === undefined) return
  throw new MigrationError(
    `The database is of an earlier centre: it lacks the migration ${missing.name}. Start this version's centre first.`,
  )
}

async function readMigrations(): Promise<readonly Migration[]> {
  const names = (await readdir(FOLDER)).filter((name) => /^\d{4}-.+\.sql$/.test(name)).sort()
  return await Promise.all(
    names.map(async (name) => {
      const sql = await readFile(`${FOLDER}/${name}`, 'utf8')
      return { name, sql, sha256: createHash('sha256').update(sql).digest() }
    }),
  )
}

async function runMissing(client: PoolClient, migrations: readonly Migration[]): Promise<readonly string[]> {
  await client.query(`create table if not exists migration (
    name text primary key, sha256 bytea not null, run_at timestamptz not null default now())`)
  const { rows } = await client.query<{ name: string; sha256: Buffer }>('select name, sha256 from migration')
  const done = new Map(rows.map(({ name, sha256 }) => [name, sha256]))
  const unknown = [...done.keys()].find((name) => !migrations.some((migration) => migration.name === name))
  if (unknown !== undefined) throw ofNewerCentre(unknown)
  const run: string[] = []
  for (const { name, sql, sha256 } of migrations) {
    const before = done.get(name)
    if (before !== undefined && !before.equals(sha256)) {
      throw new MigrationError(`The migration ${name} was changed after it had been run on this database.`)
    }
    if (before !== undefined) continue
    await runOne(client, { name, sql, sha256 })
    run.push(name)
  }
  return run
}

function ofNewerCentre(migration: string): MigrationError {
  return new MigrationError(`The database is of a newer centre: it has the migration ${migration}.`)
}

/**
 * A process of an earlier version that starts meanwhile waits for the lock in a statement, which is what building waits for:
 * PostgreSQL ends one of the two (deadlock_timeout).
 */
async function buildOrAgain(client: PoolClient, indexes: readonly IndexToBuild[]): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await buildIndexes(client, indexes)
    } catch (error) {
      const isDeadlock = error instanceof Error && 'code' in error && error.code === DEADLOCK_DETECTED
      if (!isDeadlock || attempt === MOST_ATTEMPTS) throw error
    }
  }
}

async function runOne(client: PoolClient, { name, sql, sha256 }: Migration): Promise<void> {
  const indexes = indexesAlone(sql)
  if (indexes !== undefined) {
    try {
      await buildOrAgain(client, indexes)
    } catch (error) {
      throw new MigrationError(`The migration ${name} failed.`, { cause: error })
    }
  }
  await client.query('begin')
  try {
    if (indexes === undefined) await client.query(sql)
    await client.query('insert into migration (name, sha256) values ($1, $2)', [name, sha256])
    await reachPoint('migration.before-commit')
    await client.query('commit')
    await reachPoint('migration.committed')
  } catch (error) {
    await client.query('rollback')
    throw new MigrationError(`The migration ${name} failed.`, { cause: error })
  }
}
