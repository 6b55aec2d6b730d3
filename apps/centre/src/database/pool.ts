/** Connections to PostgreSQL, and how its values become JavaScript's. */
import { failureOf, isTracingAsked, notePart } from '@epacs/tracing'
import { Kysely, type LogEvent, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Logger } from 'pino'
import type { Database } from './schema.ts'
import { endUnanswered, PATIENCE, type Patience, Sessions } from './unanswered.ts'

const INT8 = 20
/** Of its text, in a trace. */
const LONGEST_QUERY = 1000

/** Counts and sizes are far below 2^53: numbers, not text. */
function valueTypes(): pg.CustomTypesConfig {
  const overrides = new pg.TypeOverrides()
  overrides.setTypeParser(INT8, (text: string) => {
    const value = Number(text)
    if (!Number.isSafeInteger(value)) throw new RangeError('an integer of the database is too large')
    return value
  })
  return overrides
}

export function openPool(
  connection: pg.PoolConfig,
  maxConnections: number,
  log: Logger,
  patience: Patience = PATIENCE,
): pg.Pool {
  const sessions = new Sessions()
  const pool = new pg.Pool({
    ...connection,
    max: maxConnections,
    onConnect: (client) => sessions.learn(client, patience.answerWithinMs),
    types: valueTypes(),
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    // By itself Linux first asks after two hours whether a machine that does not answer is still there. It asks only where
    // nothing is unconfirmed: for a question that the machine never got there is `endUnanswered`.
    keepAliveInitialDelayMillis: 10_000,
    // A transaction that its client forgot must not hold locks for ever.
    idle_in_transaction_session_timeout: 300_000,
    application_name: 'epacs-centre',
  })
  // One that breaks while it is in use fails its query; nobody else has to know.
  pool.on('connect', (client) => client.on('error', () => undefined))
  pool.on('error', (error) => {
    if (!pool.ending) log.warn({ err: error }, 'an idle database connection was lost')
  })
  endUnanswered(pool, sessions, connection, log, patience)
  return pool
}

export function openKysely(pool: pg.Pool): Kysely<Database> {
  return new Kysely<Database>({
    dialect: new PostgresDialect({ pool }),
    ...(isTracingAsked() ? { log: traceQuery } : {}),
  })
}

/** Its parameters are never told, and nothing else of it is anybody's data. */
function traceQuery(event: LogEvent): void {
  const { sql } = event.query
  const [operation = 'query'] = sql.trimStart().split(/\s/, 1)
  notePart(
    operation.toLowerCase(),
    event.queryDurationMillis / 1000,
    {
      kind: 'client',
      attributes: { 'db.system.name': 'postgresql', 'db.query.text': sql.slice(0, LONGEST_QUERY) },
    },
    event.level === 'error' ? failureOf(event.error) : undefined,
  )
}

/** For what needs the shape of a database and never asks it anything. */
export function openUnconnected(): { db: Kysely<Database>; pool: pg.Pool } {
  const pool = new pg.Pool({ host: 'none.invalid', max: 1 })
  return { db: openKysely(pool), pool }
}
