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

export class LastingConnection implements Notices, SharedLocks {
  readonly #config: pg.ClientConfig
  readonly #log: Logger
  readonly #listeners = new Map<string, Listener>()
  readonly #locks = new Set<string>()
  #client: pg.Client | undefined
  #asking: Promise<void> = Promise.resolve()
  #isClosing = false

  private constructor(config: pg.ClientConfig, log: Logger) {
    this.#config = config
    this.#log = log
  }

  static async open(config: pg.ClientConfig, log: Logger): Promise<LastingConnection> {
    const connection = new LastingConnection(config, log)
    await connection.#connect()
    return connection
  }

  async listen(channel: string, listener: Listener): Promise<void> {
    this.#listeners.set(channel, listener)
    await this.#ask(`listen ${pg.escapeIdentifier(channel)}`)
  }

  /** Holds a named lock as long as this process lives; see `isHeldBySomebody`. */
  async hold(name: string): Promise<void> {
    this.#locks.add(name)
    await this.#ask(HOLD, [name])
  }

  /** As if this process had ended, for those who ask for this lock. */
  async letGo(name: string): Promise<void> {
    this.#locks.delete(name)
    await this.#ask(LET_GO, [name])
  }

  /** One after the other. Nothing to do while there is no connection: the next one does it all. */
  async #ask(text: string, values: unknown[] = []): Promise<void> {
    const before = this.#asking
    const asked = before.then(async () => {
      await this.#client?.query(text, values)
    })
    this.#asking = asked.catch(() => undefined)
    await asked
  }

  /** Holds the lock as the only one; false when another process has it and keeps it. */
  async claim(name: string): Promise<boolean> {
    // The connection of a process that was killed just now may live for a moment still.
    for (const pauseMs of [200, 500, 1000, 2000, 0]) {
      if (await this.#isFree(name)) {
        await this.hold(name)
        return true
      }
      await delay(pauseMs)
    }
    return false
  }

  /** Holds the lock alone until `free`, or until the connection breaks: then somebody else may have it. False: not now. */
  async tryAlone(name: string): Promise<boolean> {
    return await this.#isFree(name)
  }

  async free(name: string): Promise<void> {
    await this.#ask('select pg_advisory_unlock(hashtextextended($1, 0))', [name])
  }

  async tell(channel: string, payload: string): Promise<void> {
    await this.#ask('select pg_notify($1, $2)', [channel, payload])
  }

  async #isFree(name: string): Promise<boolean> {
    const asked = await this.#client?.query<{ free: boolean }>(
      'select pg_try_advisory_lock(hashtextextended($1, 0)) as free',
      [name],
    )
    return asked?.rows[0]?.free === true
  }

  async close(): Promise<void> {
    this.#isClosing = true
    await this.#client?.end()
  }

  async #connect(): Promise<void> {
    const client = new pg.Client({
      ...this.#config,
      application_name: 'epacs-centre-lasting',
      connectionTimeoutMillis: 10_000,
      keepAlive: true,
    })
    // What follows from it is done at 'end'.
    client.on('error', (error) => this.#log.warn({ err: error }, 'the lasting database connection broke'))
    client.on('notification', ({ channel, payload }) => this.#listeners.get(channel)?.(payload ?? ''))
    await client.connect()
    for (const channel of this.#listeners.keys()) await client.query(`listen ${pg.escapeIdentifier(channel)}`)
    for (const name of this.#locks) await client.query(HOLD, [name])
    client.once('end', () => void this.#reconnect())
    this.#client = client
  }

  async #reconnect(): Promise<void> {
    this.#client = undefined
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

// Shared, so that making the connection again never waits for the server to notice that the old one broke.
const LET_GO = 'select pg_advisory_unlock_shared(hashtextextended($1, 0))'
const HOLD = 'select pg_advisory_lock_shared(hashtextextended($1, 0))'
