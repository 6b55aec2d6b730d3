/**
 * Ends the connections of a pool that wait for an answer that will never come: of a server that has vanished or gone
 * silent with its connections open. TCP finds that out by itself only after a quarter of an hour where a question
 * was never confirmed, and never where something between them confirms it.
 */
import { isIP } from 'node:net'
import { performance } from 'node:perf_hooks'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import type { Logger } from 'pino'

export interface Patience {
  readonly lookEveryMs: number
  /** A connection that is in use for less is not asked about. */
  readonly inUseForMs: number
  /** A new connection has so long to be made, and to answer. */
  readonly answerWithinMs: number
}

export const PATIENCE: Patience = { lookEveryMs: 15_000, inUseForMs: 45_000, answerWithinMs: 10_000 }

/** One look alone may have met a server that restarts, or one that is very busy. */
const LOOKS_WITHOUT_ANSWER = 2

/**
 * What says that nobody is there. Of anything else, such as a name server that is away, a certificate that has ended or files
 * that this process may not open any more, the sessions that there are know nothing, and they go on.
 */
const NOBODY_THERE = /^(ECONN(REFUSED|RESET|ABORTED)|EPIPE|ETIMEDOUT|EHOSTUNREACH)$/
/** pg's own words, which have no code. */
const NO_ANSWER = ['timeout expired', 'Query read timeout', 'Connection terminated']

/**
 * The server's own number of a session: what stands between may have told the client another. With its beginning, for a server that
 * was started anew, in a container above all, gives the same small numbers again.
 */
const SESSION = "pid::text || ' ' || extract(epoch from backend_start)::text"

/** Which session of the server each connection has. */
export class Sessions {
  readonly #names = new WeakMap<pg.ClientBase, string>()

  /** Before anybody else asks this connection; rejects where the server does not answer. */
  async learn(client: pg.ClientBase, answerWithinMs: number): Promise<void> {
    const text = `select ${SESSION} as session from pg_stat_activity where pid = pg_backend_pid()`
    const question = { text, query_timeout: answerWithinMs }
    const { rows } = await client.query<{ session: string }>(question)
    if (rows[0] !== undefined) this.#names.set(client, rows[0].session)
  }

  of(client: pg.ClientBase): string | undefined {
    return this.#names.get(client)
  }
}

/**
 * A question may take as long as it takes: what it waits for is not a time but whether the server, asked over a new
 * connection, still has the session. Where two looks in a row find no server that answers, all that wait are ended.
 */
export function endUnanswered(
  pool: pg.Pool,
  sessions: Sessions,
  connection: pg.ClientConfig,
  log: Logger,
  patience: Patience,
): void {
  const inUseSinceMs = new Map<pg.PoolClient, number>()
  pool.on('acquire', (client) => inUseSinceMs.set(client, performance.now()))
  pool.on('release', (_error, client) => inUseSinceMs.delete(client))
  pool.on('remove', (client) => inUseSinceMs.delete(client))

  let looksWithoutAnswer = 0
  const look = async () => {
    const before = performance.now() - patience.inUseForMs
    const waiting = [...inUseSinceMs].filter(([, sinceMs]) => sinceMs <= before).map(([client]) => client)
    if (waiting.length === 0) {
      looksWithoutAnswer = 0
      return
    }
    const asked = waiting.map((client) => sessions.of(client)).filter((session) => session !== undefined)
    const known = await knownSessions(asked, connection, patience.answerWithinMs, log)
    looksWithoutAnswer = known === undefined ? looksWithoutAnswer + 1 : 0
    if (known === undefined && looksWithoutAnswer < LOOKS_WITHOUT_ANSWER) return
    for (const client of waiting) {
      const session = sessions.of(client)
      if (known !== undefined && (session === undefined || known.has(session))) continue
      // Given back meanwhile, it may be in somebody else's use.
      if ((inUseSinceMs.get(client) ?? before + 1) > before) continue
      log.warn({ database: known === undefined ? 'silent' : 'another session' }, 'no answer will come')
      // Not `end`: who only listens would never be told, and a goodbye waits to be heard where nobody hears.
      client.connection.stream.destroy()
    }
  }
  let isLooking = false
  const timer = setInterval(() => {
    if (pool.ending) return clearInterval(timer)
    if (isLooking) return
    isLooking = true
    look()
      .catch((error) => log.error({ err: error }, 'unanswered questions were not looked for'))
      .finally(() => {
        isLooking = false
      })
  }, patience.lookEveryMs)
  timer.unref()
}

/** Undefined: nothing answers. Where the server cannot be asked, or lets nobody more in, all of them are taken for known. */
async function knownSessions(
  asked: readonly string[],
  connection: pg.ClientConfig,
  answerWithinMs: number,
  log: Logger,
): Promise<ReadonlySet<string> | undefined> {
  const client = new pg.Client({
    ...connection,
    application_name: 'epacs-centre-look',
    connectionTimeoutMillis: answerWithinMs,
    query_timeout: answerWithinMs,
  })
  client.on('error', () => undefined)
  let isPlaceKnown = isIP(client.host) !== 0 || client.host.startsWith('/')
  client.connection.stream.once('lookup', (error: Error | null) => {
    isPlaceKnown = error === null
  })
  try {
    await client.connect()
    const text = `select ${SESSION} as session from pg_stat_activity where ${SESSION} = any($1)`
    const { rows } = await client.query<{ session: string }>(text, [asked])
    return new Set(rows.map(({ session }) => session))
  } catch (error) {
    const isSilent = isPlaceKnown && saysNobodyIsThere(error)
    log.debug({ err: error }, isSilent ? 'the database does not answer' : 'the database cannot be asked')
    return isSilent ? undefined : new Set(asked)
  } finally {
    await endWithoutWaiting(client)
  }
}

function saysNobodyIsThere(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if ('code' in error && typeof error.code === 'string') return NOBODY_THERE.test(error.code)
  return NO_ANSWER.some((words) => error.message.startsWith(words))
}

/** A goodbye is not waited for long: nobody may hear it. */
async function endWithoutWaiting(client: pg.Client): Promise<void> {
  await Promise.race([client.end().catch(() => undefined), delay(1000, undefined, { ref: false })])
}
