/**
 * The centre's own PostgreSQL, kept in the data folder: started, adopted after a crash of the centre, started
 * again when it dies, stopped with the centre. Listens on loopback only, with a password.
 */
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import type { Logger } from 'pino'
import { databaseAccount } from './account.ts'
import { findBinaries } from './binaries.ts'
import { type Cluster, DATABASE_USER, openCluster, readPassword } from './cluster.ts'
import { isAlive } from './postmaster.ts'
import { type Ownership, startServer, stopServer } from './server.ts'

export { hasCluster } from './cluster.ts'
export { DatabaseInUseError, EmbeddedDatabaseError } from './error.ts'

const DATABASE = 'epacs'

export class EmbeddedPostgres {
  readonly #cluster: Cluster
  readonly #port: number
  readonly #log: Logger
  #ownership: Ownership
  #stopping = false
  #revival: Promise<void> | undefined

  private constructor(cluster: Cluster, port: number, ownership: Ownership, log: Logger) {
    this.#cluster = cluster
    this.#port = port
    this.#ownership = ownership
    this.#log = log
    this.#watch(ownership)
  }

  static async start(dataFolder: string, port: number, log: Logger): Promise<EmbeddedPostgres> {
    const account = await databaseAccount()
    const cluster = await openCluster(dataFolder, account, await findBinaries(account))
    const ownership = await startServer(cluster, port)
    const database = new EmbeddedPostgres(cluster, port, ownership, log)
    await makeDatabase(ownership.client)
    return database
  }

  get connection(): pg.ClientConfig {
    return connectionTo(this.#port, this.#cluster.password)
  }

  /** How a command connects to the server that a running centre owns. */
  static async connectionOfRunning(dataFolder: string, port: number): Promise<pg.ClientConfig> {
    return connectionTo(port, await readPassword(dataFolder))
  }

  async stop(): Promise<void> {
    this.#stopping = true
    await this.#revival
    await stopServer(this.#ownership)
  }

  #watch(ownership: Ownership): void {
    ownership.client.once('end', () => {
      if (!this.#stopping) this.#revival = this.#revive(ownership)
    })
  }

  /** The owner's connection ended: the server restarted its processes, or is gone. */
  async #revive(lost: Ownership): Promise<void> {
    this.#log.warn({ isAlive: isAlive(lost.pid) }, 'connection of the embedded database lost')
    for (let pauseMs = 100; !this.#stopping; pauseMs = Math.min(2 * pauseMs, 10_000)) {
      try {
        const ownership = await startServer(this.#cluster, this.#port)
        this.#ownership = ownership
        this.#watch(ownership)
        this.#log.warn('embedded database is back')
        return
      } catch (error) {
        this.#log.error({ err: error }, 'embedded database cannot be started again')
        await delay(pauseMs, undefined, { ref: false })
      }
    }
  }
}

function connectionTo(port: number, password: string): pg.ClientConfig {
  return { host: '127.0.0.1', port, user: DATABASE_USER, password, database: DATABASE }
}

async function makeDatabase(client: pg.Client): Promise<void> {
  const { rowCount } = await client.query('select from pg_database where datname = $1', [DATABASE])
  if (rowCount === 0) await client.query(`create database ${pg.escapeIdentifier(DATABASE)}`)
}
