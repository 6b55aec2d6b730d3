/**
 * One connection that a process keeps for as long as it lives: it listens for notifications and holds the locks
 * that say "this process is alive". When it breaks it is made again, with all that it listened to and held.
 */
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import type { Logger } from 'pino'

type Listener = (payload: string) => void

export interface Notices {
  /** One listener for each channel, a plain identifier. What is told while the connection is broken is lost. */
  listen(channel: string, listener: Listener): Promise<void>
  tell(channel: string, payload: string): Promise<void>
}

/** Locks between the processes of a centre. A process that ends, however it does, holds none any more. */
export interface SharedLocks {
  tryAlone(name: string): Promise<boolean>
  free(name: string): Promise<void>
}

/** What does not answer for so long is not there any more: the connection is made again. */
const ANSWER_WITHIN_MS = 10_000

interface Session {
  readonly client: pg.Client
  readonly channels: Set<string>
  readonly locks: Set<string>
}

export class LastingConnection implements Notices, SharedLocks {
  readonly #config: pg.ClientConfig
  readonly #log: Logger
  readonly #answerWithinMs: number
  readonly #listeners = new Map<string, Listener>()
  readonly #locks = new Set<string>()
  #session: Session | undefined
  #asking: Promise<unknown> = Promise.resolve()
  #isClosing = false

  private constructor(config: pg.ClientConfig, log: Logger, answerWithinMs: number) {
    this.#config = config
    this.#log = log
    this.#answerWithinMs = answerWithinMs
  }

  static async open(
    config: pg.ClientConfig,
    log: Logger,
    answerWithinMs = ANSWER_WITHIN_MS,
  ): Promise<LastingConnection> {
    const connection = new LastingConnection(config, log, answerWithinMs)
    await connection.#connect()
    return connection
  }

  async listen(channel: string, listener: Listener): Promise<void> {
    this.#listeners.set(channel, listener)
    await this.#ask(bringUpToDate(this.#listeners, this.#locks))
  }

  /**
   * Holds a named lock as long as this process lives; see `isHeldBySomebody`. Rejects when it is not held now: whoever
   * needs it tries again, or lets go of it.
   */
  async hold(name: string): Promise<void> {
    this.#locks.add(name)
    const isHeld = await this.#ask(async (session) => {
      await bringUpToDate(this.#listeners, this.#locks)(session)
      return session.locks.has(name)
    })
    if (isHeld !== true) throw new Error('The lock is not held: the lasting database connection is broken.')
  }

  /** As if this process had ended, for those who ask for this lock. */
  async letGo(name: string): Promise<void> {
    this.#locks.delete(name)
    await this.#ask(bringUpToDate(this.#listeners, this.#locks))
  }

  /** One after the other. Undefined, and nothing done, while there is no connection: the next one does it all. */
  async #ask<Answer>(question: (session: Session) => Promise<Answer>): Promise<Answer | undefined> {
    const asked = this.#asking.then(async () => {
      const session = this.#session
      return session === undefined ? undefined : await this.#inTime(session, question)
    })
    this.#asking = asked.catch(() => undefined)
    return await asked
  }

  /** What was asked and not answered may be done all the same, later: then its session must not live on. */
  async #inTime<Answer>(session: Session, question: (session: Session) => Promise<Answer>): Promise<Answer> {
    try {
      return await question(session)
    } catch (error) {
      if (!(error instanceof pg.DatabaseError)) await this.#drop(session.client)
      throw error
    }
  }

  /** Waits for no answer of a server that gives none. */
  async #drop(client: pg.Client): Promise<void> {
    const ended = client.end().catch((error) => this.#log.debug({ err: error }, 'a connection ended badly'))
    await Promise.race([ended, delay(END_WITHIN_MS, undefined, { ref: false })])
  }

  /** Holds the lock as no other process does; false when one has it and keeps it. */
  async claim(name: string): Promise<boolean> {
    // The connection of a process that was killed just now may live for a moment still.
    for (const pauseMs of [200, 500, 1000, 2000, 0]) {
      if (await this.tryAlone(name)) {
        await this.hold(name)
        // The shared one keeps others out, and lets the connection that follows this one in.
        await this.free(name)
        return true
      }
      await delay(pauseMs)
    }
    return false
  }

  /** Holds the lock alone until `free`, or until the connection breaks: then somebody else may have it. False: not now. */
  async tryAlone(name: string): Promise<boolean> {
    const asked = await this.#ask(
      async ({ client }) =>
        await client.query<{ free: boolean }>(
          'select pg_try_advisory_lock(hashtextextended($1, 0)) as free',
          [name],
        ),
    )
    return asked?.rows[0]?.free === true
  }

  async free(name: string): Promise<void> {
    const text = 'select pg_advisory_unlock(hashtextextended($1, 0))'
    await this.#ask(async ({ client }) => await client.query(text, [name]))
  }

  async tell(channel: string, payload: string): Promise<void> {
    await this.#ask(async ({ client }) => await client.query('select pg_notify($1, $2)', [channel, payload]))
  }

  async close(): Promise<void> {
    this.#isClosing = true
    if (this.#session !== undefined) await this.#drop(this.#session.client)
  }

  async #connect(): Promise<void> {
    const client = new pg.Client({
      ...this.#config,
      application_name: 'epacs-centre-lasting',
      connectionTimeoutMillis: 10_000,
      query_timeout: this.#answerWithinMs,
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
    })
    // What follows from it is done at 'end'.
    client.on('error', (error) => this.#log.warn({ err: error }, 'the lasting database connection broke'))
    client.on('notification', ({ channel, payload }) => this.#listeners.get(channel)?.(payload ?? ''))
    let hasEnded = false
    client.once('end', () => {
      hasEnded = true
      if (this.#session?.client === client) void this.#reconnect()
    })
    await client.connect()
    // A server on a system without these settings has its own.
    await client
      .query(NOTICES_WHO_IS_GONE)
      .catch((error) => this.#log.debug({ err: error }, 'the database server keeps its own time-outs'))
    const session = { client, channels: new Set<string>(), locks: new Set<string>() }
    try {
      await bringUpToDate(this.#listeners, this.#locks)(session)
    } catch (error) {
      // Otherwise it would live on, with all that it holds by now.
      await this.#drop(client)
      throw error
    }
    if (hasEnded) throw new Error('The database ended the connection.')
    if (this.#isClosing) return await this.#drop(client)
    this.#session = session
  }

  async #reconnect(): Promise<void> {
    this.#session = undefined
    for (let pauseMs = 100; !this.#isClosing; pauseMs = Math.min(2 * pauseMs, 5000)) {
      try {
        return await this.#connect()
      } catch (error) {
        this.#log.warn({ err: error }, 'the lasting database connection cannot be made again yet')
        await delay(pauseMs, undefined, { ref: false })
      }
    }
  }
}

/** Until nothing is wished for any more that the session does not have, or the other way round: wishes change meanwhile. */
function bringUpToDate(listeners: ReadonlyMap<string, Listener>, wished: ReadonlySet<string>) {
  return async ({ client, channels, locks }: Session): Promise<void> => {
    for (;;) {
      const channel = [...listeners.keys()].find((each) => !channels.has(each))
      const missing = [...wished].find((each) => !locks.has(each))
      const over = [...locks].find((each) => !wished.has(each))
      if (channel !== undefined) {
        await client.query(`listen ${pg.escapeIdentifier(channel)}`)
        channels.add(channel)
      } else if (missing !== undefined) {
        await client.query(HOLD, [missing])
        locks.add(missing)
      } else if (over !== undefined) {
        await client.query(LET_GO, [over])
        locks.delete(over)
      } else return
    }
  }
}

const END_WITHIN_MS = 1000
// Shared, so that making the connection again never waits for the server to notice that the old one broke.
/** The server, too, notices within half a minute that this process' machine is gone, and frees what it held. */
const NOTICES_WHO_IS_GONE = `select set_config('tcp_keepalives_idle', '10', false),
  set_config('tcp_keepalives_interval', '5', false), set_config('tcp_keepalives_count', '3', false)`
const LET_GO = 'select pg_advisory_unlock_shared(hashtextextended($1, 0))'
const HOLD = 'select pg_advisory_lock_shared(hashtextextended($1, 0))'
