/** Starting, adopting and stopping the embedded PostgreSQL server. */
import { spawn } from 'node:child_process'
import { chown, open, readFile, stat, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { type Cluster, clusterArgument, clusterProcess, DATABASE_USER } from './cluster.ts'
import { DatabaseInUseError, EmbeddedDatabaseError } from './error.ts'
import { findPostmaster, isAlive, stopPostmaster } from './postmaster.ts'

const START_TIMEOUT_MS = 60_000
const STOP_TIMEOUT_MS = 5_000
const LOG_LIMIT_BYTES = 16 * 1024 * 1024
/** Session lock of the one centre that a cluster belongs to. */
const OWNER_LOCK = 0x6570_6163

/** Errors go to the log without statements and details: they can hold patient data. */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  fsync: 'on',
  synchronous_commit: 'on',
  max_connections: '100',
  shared_buffers: '64MB',
  max_wal_size: '256MB',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_min_messages: 'warning',
  log_checkpoints: 'off',
}

export interface Ownership {
  readonly pid: number
  /** Holds the owner's lock as long as it is connected. */
  readonly client: pg.Client
}

/** Starts the server, or adopts the one that a killed centre left running. */
export async function startServer(cluster: Cluster, port: number): Promise<Ownership> {
  const running = await findPostmaster(cluster.folder)
  if (running !== undefined) {
    const adopted = await adopt(cluster, running.pid, running.port)
    if (adopted !== undefined && running.port === port) return adopted
    await adopted?.client.end()
    await stopPostmaster(running.pid, STOP_TIMEOUT_MS)
  }
  const pid = await spawnServer(cluster, port)
  const client = await connectWhenReady(cluster, pid, port)
  if (client === undefined) throw await startFailure(cluster, port)
  await takeOwnership(client)
  return { pid, client }
}

export async function stopServer({ pid, client }: Ownership): Promise<void> {
  await client.end()
  await stopPostmaster(pid, STOP_TIMEOUT_MS)
}

/** Undefined: it runs but does not answer. */
async function adopt(cluster: Cluster, pid: number, port: number): Promise<Ownership | undefined> {
  const client = await connectWhenReady(cluster, pid, port, 10_000)
  if (client === undefined) return undefined
  await takeOwnership(client)
  return { pid, client }
}

async function takeOwnership(client: pg.Client): Promise<void> {
  // The connection of a centre that was killed just now may live for a moment still.
  for (const pauseMs of [200, 500, 1000, 2000, 0]) {
    const { rows } = await client.query('select pg_try_advisory_lock($1) as taken', [OWNER_LOCK])
    if (rows[0]?.taken === true) return
    await delay(pauseMs)
  }
  await client.end()
  throw new DatabaseInUseError('Another centre is running with this data folder.')
}

async function spawnServer(cluster: Cluster, port: number): Promise<number> {
  const logPath = join(cluster.folder, 'server.log')
  const log = await open(logPath, 'a', 0o600)
  try {
    if ((await log.stat()).size > LOG_LIMIT_BYTES) await truncate(logPath)
    if (cluster.account !== undefined) await chown(logPath, cluster.account.uid, cluster.account.gid)
    const settings = Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`])
    const child = spawn(
      cluster.binaries.postgres,
      ['-D', clusterArgument(cluster), '-p', String(port), ...settings],
      // A process group of its own: Ctrl-C at a terminal is for the centre, which stops it in order.
      { ...clusterProcess(cluster), detached: true, stdio: ['ignore', log.fd, log.fd] },
    )
    child.unref()
    await new Promise<void>((resolve, reject) => {
      child.on('spawn', resolve)
      child.on('error', (error) =>
        reject(new EmbeddedDatabaseError('The embedded PostgreSQL cannot be run.', { cause: error })),
      )
    })
    if (child.pid === undefined) throw new EmbeddedDatabaseError('The embedded PostgreSQL did not start.')
    return child.pid
  } finally {
    await log.close()
  }
}

async function connectWhenReady(
  { password, folder }: Cluster,
  pid: number,
  port: number,
  timeoutMs = START_TIMEOUT_MS,
): Promise<pg.Client | undefined> {
  const until = performance.now() + timeoutMs
  while (performance.now() < until && isAlive(pid)) {
    // Before our server has the port, somebody else may answer on it.
    if (await isReady(folder, pid)) {
      const client = new pg.Client({
        host: '127.0.0.1',
        port,
        user: DATABASE_USER,
        password,
        database: 'postgres',
        connectionTimeoutMillis: 2000,
        keepAlive: true,
      })
      // Without a listener a lost connection would end the process; the owner watches 'end'.
      client.on('error', () => {})
      try {
        await client.connect()
        return client
      } catch {
        await client.end().catch(() => undefined)
      }
    }
    await delay(20)
  }
  return undefined
}

/** The eighth line of postmaster.pid is the server's status. */
async function isReady(folder: string, pid: number): Promise<boolean> {
  const lines = await readFile(join(folder, 'postmaster.pid'), 'utf8').then(
    (text) => text.split('\n'),
    () => [],
  )
  return Number(lines[0]) === pid && lines[7]?.trim() === 'ready'
}

async function startFailure({ folder }: Cluster, port: number): Promise<EmbeddedDatabaseError> {
  const path = join(folder, 'server.log')
  const { size } = await stat(path)
  const file = await open(path, 'r')
  const { buffer, bytesRead } = await file.read({
    buffer: Buffer.alloc(2000),
    position: Math.max(0, size - 2000),
  })
  await file.close()
  const tail = buffer.toString('utf8', 0, bytesRead)
  if (/Address already in use/i.test(tail)) {
    return new EmbeddedDatabaseError(`Port ${port} of the embedded database is taken by another program.`)
  }
  return new EmbeddedDatabaseError(`The embedded PostgreSQL did not start; ${path} says why.`)
}
